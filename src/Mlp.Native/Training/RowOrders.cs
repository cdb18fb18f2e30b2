using Mlp.Data;

namespace Mlp.Native;

/// <summary>
/// The orders of the epochs of a training, one after another. A seeded one, which depends on nothing that happens meanwhile, is
/// drawn while the epoch before it is trained.
/// </summary>
/// <param name="source">The orders.</param>
/// <param name="rows">Where the order of an epoch goes.</param>
/// <param name="epochs">The epochs, from 0; none is drawn beyond.</param>
internal sealed class RowOrders(RowOrder source, int[] rows, int epochs)
{
    // Fewer are drawn before another thread has woken.
    private const int LeastAhead = 4096;

    private readonly int[]? next =
        source is SeededRowOrder && rows.Length >= LeastAhead ? new int[rows.Length] : null;

    private Task? drawing;

    /// <summary>Fills the rows with the order of an epoch, the one after the last.</summary>
    /// <exception cref="ArgumentException">It is no permutation.</exception>
    public void Fill(int epoch)
    {
        if (drawing is null)
        {
            Draw(epoch, rows);
        }
        else
        {
            drawing.GetAwaiter().GetResult();
            next!.CopyTo(rows, 0);
        }

        drawing =
            next is not null && epoch + 1 < epochs ? Task.Run(() => Draw(epoch + 1, next)) : null;
    }

    private void Draw(int epoch, int[] target)
    {
        source.Fill(epoch, target);
        Check.RowOrder(target, epoch);
    }
}
