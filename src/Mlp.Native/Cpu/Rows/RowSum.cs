using System.Numerics;

namespace Mlp.Native;

/// <summary>The sum of a padded row: lane by lane, then by the tree.</summary>
internal static unsafe class RowSum<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>The sum of <paramref name="n"/> values.</summary>
    public static T Of(T* x, int n)
    {
        var sum = L.Constant(0);
        for (var i = 0; i < n; i += Lane<T>.Count)
        {
            sum += Lane<T>.First<L>(n - i) & L.Load(x + i);
        }

        return L.Sum(sum);
    }
}
