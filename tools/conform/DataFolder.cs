using System.CommandLine;

namespace Conform;

/// <summary>The option that names the folder of the real data sets.</summary>
internal static class DataFolder
{
    /// <summary>For verbs that go without the data where they are not here.</summary>
    public static Option<string?> Option() =>
        new("--data") { Description = "Folder of the real data sets; else MLP_DATA." };

    /// <summary>For verbs that fetch what is not here.</summary>
    public static Option<string?> OptionWithDownload() =>
        new("--data")
        {
            Description =
                "Folder that holds the two data sets; else MLP_DATA, else a download into a user cache.",
        };

    /// <summary>The folder given, else that of MLP_DATA; null for none.</summary>
    public static string? Of(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? Environment.GetEnvironmentVariable("MLP_DATA");
}
