using System.Globalization;

#pragma warning disable CA1050 // The runtime looks for it under just this name.
/// <summary>Runs in a program before its own code, where the variable DOTNET_STARTUP_HOOKS names this assembly: writes down which culture and zone the program found.</summary>
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>The variable that names the file to write to.</summary>
    public const string Variable = "STRESS_FOUND";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            File.WriteAllText(
                path,
                $"{CultureInfo.CurrentCulture.Name} {TimeZoneInfo.Local.Id} {Environment.ProcessorCount}"
            );
        }
    }
}
