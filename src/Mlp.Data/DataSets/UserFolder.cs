namespace Mlp.Data;

/// <summary>Folders of the user for what can be fetched or made again.</summary>
internal static class UserFolder
{
    /// <summary>The path of one of them, whether or not it is there.</summary>
    /// <param name="name">Its name.</param>
    public static string For(string name) =>
        Path.Combine(
            // Unless told not to look, this gives no path where the folder is missing, as in new containers; joined to
            // a name that would be a folder of wherever the process runs.
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            name
        );
}
