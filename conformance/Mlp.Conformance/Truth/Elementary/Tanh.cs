using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    /// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
    public static T Tanh<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Tanh(double.CreateChecked(x)));

    /// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < 1.0 / (1 << 28)) // x - x^3/3 rounds to x
        {
            return x;
        }

        if (magnitude > 20) // 1 - 2e^-40 rounds to 1
        {
            return Math.CopySign(1, x);
        }

        var t = ExpM1Unrounded(2 * magnitude);
        return Math.CopySign((t / (t + 2)).High, x);
    }
}
