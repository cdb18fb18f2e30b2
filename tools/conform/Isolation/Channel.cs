using System.Text;

namespace Conform.Isolation;

/// <summary>
/// A worker's side of the lines between it and whoever started it: standard input and output, taken away from everyone else in the
/// process. What a backend, its native code or a program that it starts writes to standard output goes to standard error, and
/// standard input is empty to them.
/// </summary>
internal sealed class Channel : IDisposable
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private readonly StreamReader reader;
    private readonly Stream writer;

    private Channel(Stream input, Stream output) =>
        (reader, writer) = (new StreamReader(input, new UTF8Encoding(false)), output);

    /// <summary>Takes standard input and output.</summary>
    public static Channel Take()
    {
        // Whoever wrote to the console before this has its own number for what was standard output.
        Console.SetIn(TextReader.Null);
        Console.SetOut(Console.Error);
        if (!Posix.IsHere)
        {
            return new(Console.OpenStandardInput(), Console.OpenStandardOutput());
        }

        var channel = new Channel(
            new FileStream(Posix.Duplicate(Input), FileAccess.Read, 0),
            new FileStream(Posix.Duplicate(Output), FileAccess.Write, 0)
        );
        using (var nothing = File.OpenHandle("/dev/null"))
        {
            Posix.Redirect(Input, (int)nothing.DangerousGetHandle());
        }

        Posix.Redirect(Output, Error);
        return channel;
    }

    /// <summary>The next line; null when nobody is there any more.</summary>
    public string? Read()
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes one line, at once.</summary>
    public void Write(string line) => writer.Write(Encoding.UTF8.GetBytes(line + "\n"));

    public void Dispose()
    {
        reader.Dispose();
        writer.Dispose();
    }
}
