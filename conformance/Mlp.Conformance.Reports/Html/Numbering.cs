namespace Mlp.Conformance.Reports;

/// <summary>Numbers things by what is written of them, equal ones alike.</summary>
internal sealed class Numbering<T>(Func<T, string> write)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> all = [];

    /// <summary>What is written, each once.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>The number of a thing.</summary>
    public int Of(T value)
    {
        var text = write(value);
        if (!numbers.TryGetValue(text, out var number))
        {
            numbers[text] = number = all.Count;
            all.Add(text);
        }

        return number;
    }
}
