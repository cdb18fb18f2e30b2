using System.Numerics;

namespace Mlp.Native;

/// <summary>A metric that is the loss of the same formula.</summary>
internal sealed unsafe class LossMetricRows<T>(LossRows<T> loss) : MetricRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Row(T* outputs, T* label) =>
        double.CreateTruncating(loss.Row(outputs, label, T.Zero, null, null));
}
