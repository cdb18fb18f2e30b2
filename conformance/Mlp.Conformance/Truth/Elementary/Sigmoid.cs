using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static T Sigmoid<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Sigmoid(double.CreateChecked(x)));

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        // e^-40 is below 2^-57: beside 1 it is lost.
        if (x > 40)
        {
            return 1;
        }

        if (x < -40)
        {
            return Exp(x);
        }

        return double.IsNaN(x) ? x : ((DoubleDouble)1 / (1 + ExpUnrounded(-x))).High;
    }
}
