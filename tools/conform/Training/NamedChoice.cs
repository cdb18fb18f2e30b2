using System.Globalization;
using Mlp.Conformance;

namespace Conform.Training;

/// <summary>A name with parameters as an option has them: <c>"sgd momentum=0.9 nesterov=true"</c>; a list is <c>values=0.1,0.01</c>.</summary>
internal static class NamedChoice
{
    /// <summary>The name and its parameters.</summary>
    /// <exception cref="ArgumentException">A part behind the name is no <c>name=value</c>.</exception>
    public static (string Name, Node.Map Parameters) Parse(string option, string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            throw new ArgumentException($"{option} is empty; give a name, as in {option} adam.");
        }

        return (
            parts[0],
            Node.Map.Of(
                parts[1..]
                    .Select(part =>
                        part.Split('=', 2) is [var name, var value]
                            ? (name, Value(option, name, value))
                            : throw new ArgumentException(
                                $"{option} holds '{part}'; behind the name stand parameters as name=value."
                            )
                    )
            )
        );
    }

    private static Node Value(string option, string name, string text) =>
        text switch
        {
            "true" => new Node.Flag(true),
            "false" => new Node.Flag(false),
            _ when text.Contains(',', StringComparison.Ordinal) => new Node.List([
                .. text.Split(',').Select(item => Value(option, name, item)),
            ]),
            _ when double.TryParse(
                    text,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => new Node.Number(number),
            _ => throw new ArgumentException(
                $"{option}: {name} is '{text}'; it must be a number, true or false, or numbers with commas between them."
            ),
        };
}
