using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// 1 where the true class is found, else 0. Without places: where it is the first maximum, NaN above all. With k places:
/// where fewer than k outputs exceed it, NaN exceeding all and never hitting.
/// </summary>
internal sealed unsafe class TopRows<T>(int classes, bool sparse, int? places) : MetricRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Row(T* outputs, T* label)
    {
        var truth = sparse ? *label : T.CreateTruncating(ArgMax.First(label, classes));
        return (places is { } k ? Among(outputs, truth, k) : IsFirst(outputs, truth)) ? 1 : 0;
    }

    private bool IsFirst(T* outputs, T truth) =>
        truth == T.CreateTruncating(ArgMax.First(outputs, classes));

    private bool Among(T* outputs, T truth, int k)
    {
        // A label that is no class is found nowhere.
        if (!(truth >= T.Zero && truth < T.CreateTruncating(classes)))
        {
            return false;
        }

        var own = outputs[int.CreateTruncating(truth)];
        var above = 0;
        for (var i = 0; i < classes; i++)
        {
            above += outputs[i] > own || T.IsNaN(outputs[i]) ? 1 : 0;
        }

        return !T.IsNaN(own) && above < k;
    }
}
