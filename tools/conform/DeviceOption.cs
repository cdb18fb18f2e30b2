using System.CommandLine;

namespace Conform;

/// <summary><c>--device</c>: which GPU the gpu backends take, where there are several.</summary>
internal sealed class DeviceOption : Option<string?>
{
    // What a gpu backend takes that is told of no device, in workers too.
    private const string Variable = "MLP_DEVICE";

    public DeviceOption()
        : base("--device")
    {
        Description =
            $"GPU of the gpu backends: a part of its name, or its number among those of the runtime, from 0; else {Variable}, else the first.";
    }

    /// <summary>Lets every gpu backend that is made from here on take the device that was asked for, if any.</summary>
    /// <exception cref="ArgumentException">None of the backends takes one.</exception>
    public static void Apply(ParseResult parsed)
    {
        var option = parsed.CommandResult.Command.Options.OfType<DeviceOption>().FirstOrDefault();
        if (option is null || parsed.GetValue(option) is not { } device)
        {
            return;
        }

        if (!parsed.Tokens.Any(token => IsGpu(token.Value)))
        {
            throw new ArgumentException(
                $"--device {device} was given, and no gpu backend that would take it; name one of those that 'conform backends' lists."
            );
        }

        Environment.SetEnvironmentVariable(Variable, device);
    }

    private static bool IsGpu(string name) =>
        name == "gpu" || name.StartsWith("gpu:", StringComparison.Ordinal);
}
