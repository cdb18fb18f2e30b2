using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Mlp;

/// <summary>Named figures in a fixed order: <c>loss</c> first, then metrics, weighted metrics, then the same with <c>val_</c>.</summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly (string Key, double Value)[] entries;

    /// <summary>Figures in the given order.</summary>
    /// <exception cref="ArgumentException">A name appears twice.</exception>
    public Logs(params IEnumerable<(string Key, double Value)> entries)
    {
        this.entries = [.. entries];
        var twice = this
            .entries.GroupBy(entry => entry.Key)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException(
                $"'{twice.Key}' appears twice in the logs.",
                nameof(entries)
            );
        }
    }

    /// <inheritdoc/>
    public int Count => entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<double> Values => entries.Select(entry => entry.Value);

    /// <summary>The figure of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest one.</exception>
    public double this[string key] =>
        TryGetValue(key, out var value) ? value : throw Names.Unknown("log", key, Keys);

    /// <summary>These figures followed by <paramref name="others"/>, each with <paramref name="prefix"/> before its name.</summary>
    public Logs With(Logs others, string prefix = "") =>
        new(entries.Concat(others.entries.Select(entry => (prefix + entry.Key, entry.Value))));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        foreach (var entry in entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
