namespace Mlp.Conformance;

/// <summary>
/// Takes out of a message where things lie on this machine: results are shared and compared, and the same failure reads the same
/// wherever it was met.
/// </summary>
internal static class LocalPaths
{
    /// <summary>The message with the folders of program, user, work and temporary files under names that all machines share.</summary>
    public static string Hide(string message) =>
        Hide(
            message,
            (AppContext.BaseDirectory, "<program>"),
            (Environment.CurrentDirectory, "."),
            (Path.GetTempPath(), "<temporary>"),
            (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~")
        );

    /// <summary>The message with each folder under its name, where it is not merely a part of a longer path or name.</summary>
    internal static string Hide(string message, params (string Folder, string Name)[] places)
    {
        foreach (
            var (folder, name) in places
                .Select(place =>
                    (Folder: Path.TrimEndingDirectorySeparator(place.Folder), place.Name)
                )
                // The root is in every path, and tells nothing.
                .Where(place =>
                    place.Folder.Length > 0 && place.Folder != Path.GetPathRoot(place.Folder)
                )
                // The folder of the work is often within that of the user.
                .OrderByDescending(place => place.Folder.Length)
        )
        {
            for (
                var at = message.IndexOf(folder, StringComparison.Ordinal);
                at >= 0;
                at = message.IndexOf(folder, at + 1, StringComparison.Ordinal)
            )
            {
                var end = at + folder.Length;
                if (
                    (at == 0 || !IsOfName(message[at - 1]))
                    && (end == message.Length || !IsOfName(message[end]))
                )
                {
                    message = string.Concat(message.AsSpan(0, at), name, message.AsSpan(end));
                }
            }
        }

        return message;
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
