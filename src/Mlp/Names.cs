namespace Mlp;

/// <summary>Looks up names as Keras writes them, and says which known one is nearest when there is none.</summary>
public static class Names
{
    // A longer list is not read: of such only the nearest are told.
    private const int Listed = 40;
    private const int Nearest = 5;

    /// <summary>The value called <paramref name="name"/> in <paramref name="known"/>, letter case ignored.</summary>
    /// <param name="what">What is looked up, for the message: <c>loss</c>.</param>
    /// <param name="name">The name given.</param>
    /// <param name="known">Every known name with its value.</param>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static T Find<T>(string what, string name, IReadOnlyDictionary<string, T> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        foreach (var (key, value) in known)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw Unknown(what, name, known.Keys);
    }

    /// <summary>The exception for an unknown name: what was given, the nearest known one, and all known ones; of more than 40 the nearest five.</summary>
    public static ArgumentException Unknown(string what, string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] all = [.. known.Order(StringComparer.Ordinal)];
        string[] near = [.. all.OrderBy(candidate => Distance(name, candidate)).Take(Nearest)];
        return new ArgumentException(
            $"Unknown {what} '{name}'. "
                + (
                    all.Length > Listed
                        ? $"Nearest of {all.Length} known: {string.Join(", ", near)}."
                        : $"Nearest known: '{near.FirstOrDefault()}'. Known: {string.Join(", ", all)}."
                )
        );
    }

    // Levenshtein: the fewest single letters to insert, delete or replace.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost =
                    char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[^1];
    }
}
