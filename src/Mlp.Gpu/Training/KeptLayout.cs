namespace Mlp.Gpu;

/// <summary>Where a group of the persistent path keeps what: places in its piece of memory, in values, each a multiple of four.</summary>
/// <param name="Places">A place for each <see cref="KeptPlace"/>.</param>
/// <param name="Length">Values in all.</param>
/// <param name="Copies">Copies of the bytes of a batch.</param>
internal sealed record KeptLayout(int[] Places, int Length, int Copies)
{
    /// <summary>Inputs that a block of bytes holds.</summary>
    public const int Block = 16;

    /// <summary>Copies of the bytes of a batch where nothing is looked ahead.</summary>
    public const int LeastCopies = 2;

    /// <summary>The most that are of use.</summary>
    public const int MostCopies = 4;

    /// <summary>The layout for a model.</summary>
    /// <param name="layers">Layers, 1 to 3.</param>
    /// <param name="sizes">Inputs, then the units of each layer.</param>
    /// <param name="labels">Values of labels a row.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="shares">Who owns what.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <param name="valueBytes">Bytes of a value.</param>
    /// <param name="bytes">Whether inputs come as bytes.</param>
    /// <param name="copies">
    /// Copies of the bytes of a batch: 2; with 3 products with the next batch do not wait (<c>persistent/look_ahead.c</c>); with 4 warps do
    /// not wait for each other before them.
    /// </param>
    /// <exception cref="NotSupportedException">It is too large for any device.</exception>
    public static KeptLayout Of(
        int layers,
        IReadOnlyList<int> sizes,
        int labels,
        int batch,
        GroupShares shares,
        int threads,
        int valueBytes,
        bool bytes,
        int copies
    )
    {
        var (hasOwn, hasLast) = (layers > 1, layers > 2);
        long inputs = sizes[0];
        long units = sizes[hasOwn ? 2 : 1];
        long outputs = sizes[^1];
        var rows = Shares(batch, 8) * 8L;
        long ownRows = Shares(batch, shares.Rows);
        var ownWidth = Quads(Shares(sizes[hasOwn ? 1 : 0], shares.Columns));
        var (unitWidth, outputWidth) = (Quads(units), Quads(outputs));

        // As in train_steps.c, persistent/inputs.c and own_layer.c: bytes that come in whole blocks stay so, in copies.
        const int NumberCopies = 3;
        const int RowSharers = 4;
        const int MostProducts = 13312;
        var eights = (inputs + 7) / 8;
        var keepsBytes = hasOwn && bytes && inputs % Block == 0;
        var x =
            !hasOwn ? 0
            : keepsBytes ? copies * rows * ((inputs / Block) | 1) * Block / valueBytes
            : rows * 4 * ((2 * eights) | 1);
        var places = new int[Enum.GetValues<KeptPlace>().Length];
        var at = 0L;
        Put(KeptPlace.X, x);
        Put(KeptPlace.OwnWeights, hasOwn ? 8 * eights * ownWidth : 0);
        Put(KeptPlace.OwnBias, hasOwn ? ownWidth : 0);
        Put(KeptPlace.EarlyZ, hasOwn ? rows * ownWidth : 0);
        Put(KeptPlace.OwnZ, hasOwn ? rows * ownWidth : 0);
        Put(KeptPlace.Sources, 2 * rows * ownWidth);
        Put(KeptPlace.OwnDelta, hasOwn ? rows * ownWidth : 0);
        var parts = Math.Min(
            eights,
            Math.Clamp(MostProducts / (rows * ownWidth), 1, threads / RowSharers)
        );
        Put(KeptPlace.Products, hasOwn ? parts * ((rows * ownWidth) + 4) : 0);
        Put(KeptPlace.SplitWeights, ownWidth * unitWidth);
        Put(KeptPlace.SplitBias, unitWidth);
        Put(KeptPlace.SplitDelta, rows * 4 * ((unitWidth / 4) | 1));
        Put(KeptPlace.MiddleZ, hasLast ? ownRows * unitWidth : 0);
        Put(KeptPlace.MiddleY, hasLast ? ownRows * unitWidth : 0);
        Put(KeptPlace.LastWeights, hasLast ? outputs * unitWidth : 0);
        Put(KeptPlace.LastBias, hasLast ? outputWidth : 0);
        Put(KeptPlace.LastZ, ownRows * outputWidth);
        Put(KeptPlace.LastY, ownRows * outputWidth);
        Put(KeptPlace.LastDelta, ownRows * outputWidth);
        Put(
            KeptPlace.TailY,
            hasLast ? 4L * batch * Shares((int)(unitWidth / 4) + 1, shares.Rows) : 0
        );
        Put(KeptPlace.TailDelta, hasLast ? batch * outputWidth : 0);
        Put(KeptPlace.Likeness, copies > LeastCopies ? rows * ((rows / 4) | 1) * 4 : 0);
        Put(KeptPlace.Labels, 2L * batch * labels);
        Put(KeptPlace.Scales, 2L * batch);
        Put(KeptPlace.Numbers, (long)NumberCopies * batch);

        // The parts of z, a quad a thread, and one at least for each.
        Put(KeptPlace.Partial, Math.Max(4L * threads, ownRows * unitWidth));
        return new(places, (int)at, copies);

        void Put(KeptPlace place, long values)
        {
            places[(int)place] = (int)at;
            at += Quads(values);

            // Bytes have places too.
            if (at * valueBytes > int.MaxValue)
            {
                throw TooLarge();
            }
        }

        static NotSupportedException TooLarge() =>
            new(
                "The model and its batch are too large for the persistent path; take the general path."
            );
    }

    private static int Shares(int n, int size) => (n + size - 1) / size;

    private static long Quads(long n) => (n + 3) / 4 * 4;
}

/// <summary>What a group keeps. In the order of the last arguments of <c>kernels/train_steps.c</c>.</summary>
internal enum KeptPlace
{
    X,
    OwnWeights,
    OwnBias,
    EarlyZ,
    OwnZ,
    Sources,
    OwnDelta,
    Products,
    SplitWeights,
    SplitBias,
    SplitDelta,
    MiddleZ,
    MiddleY,
    LastWeights,
    LastBias,
    LastZ,
    LastY,
    LastDelta,
    TailY,
    TailDelta,
    Likeness,
    Labels,
    Scales,
    Numbers,
    Partial,
}
