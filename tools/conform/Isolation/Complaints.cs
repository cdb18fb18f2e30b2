namespace Conform.Isolation;

/// <summary>
/// What a worker writes to standard error: passed on, of each case the first lines, and the first one that says something kept, since it
/// says why a process ended.
/// </summary>
internal sealed class Complaints
{
    private const int PassedOn = 40;
    private const int MostLetters = 200;

    // What .NET begins with; the reason is in the next line.
    private static readonly string[] SayNothing = ["Fatal error.", "Process terminated."];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Thread reader;
    private readonly Lock gate = new();
    private string? first;
    private int count;

    public Complaints(StreamReader error)
    {
        reader = new(() => Read(error)) { IsBackground = true };
        reader.Start();
    }

    /// <summary>A case begins: what was said before is not of it.</summary>
    public void Forget()
    {
        lock (gate)
        {
            (first, count) = (null, 0);
        }
    }

    /// <summary>The first line since, if it names no path; null for none. To be asked when the process has ended.</summary>
    public string? First()
    {
        // A program that the worker started may hold on to its standard error.
        reader.Join(Patience);
        lock (gate)
        {
            return Shared(first);
        }
    }

    /// <summary>The beginning of a line, for a message.</summary>
    public static string Beginning(string line) =>
        line.Length > MostLetters ? $"{line[..MostLetters]}..." : line;

    /// <summary>What may stand in results: they are shared, and where things lie on this machine is nobody's business.</summary>
    public static string? Shared(string? line) => line?.IndexOfAny(['/', '\\']) >= 0 ? null : line;

    private void Read(StreamReader error)
    {
        try
        {
            while (error.ReadLine() is { } line)
            {
                Take(line);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // Let go.
        }
    }

    private void Take(string line)
    {
        lock (gate)
        {
            var trimmed = line.Trim();
            first ??=
                trimmed.Length == 0 || SayNothing.Contains(trimmed) ? null : Beginning(trimmed);
            count++;
            if (count <= PassedOn)
            {
                Console.Error.WriteLine(line);
            }
            else if (count == PassedOn + 1)
            {
                Console.Error.WriteLine("... and more, left out.");
            }
        }
    }
}
