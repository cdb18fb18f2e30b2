namespace Mlp.Gpu;

/// <summary>Where a group of the persistent path keeps what: places in its piece of memory, in values, each a multiple of four.</summary>
/// <param name="Places">A place for each <see cref="KeptPlace"/>.</param>
/// <param name="Length">Values in all.</param>
internal sealed record KeptLayout(int[] Places, int Length)
{
    /// <summary>As many groups as are needed for none to own more sources than it would with all that can stay: fewer tell sooner.</summary>
    /// <param name="sources">Sources of the split layer.</param>
    /// <param name="most">Groups that can stay.</param>
    public static int Groups(int sources, int most) => Shares(sources, Shares(sources, most));

    /// <summary>The layout for a model.</summary>
    /// <param name="layers">Layers, 1 to 3.</param>
    /// <param name="sizes">Inputs, then the units of each layer.</param>
    /// <param name="labels">Values of labels a row.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <param name="valueBytes">Bytes of a value.</param>
    /// <param name="bytes">Whether inputs come as bytes.</param>
    /// <exception cref="NotSupportedException">It is too large for any device.</exception>
    public static KeptLayout Of(
        int layers,
        IReadOnlyList<int> sizes,
        int labels,
        int batch,
        int groups,
        int threads,
        int valueBytes,
        bool bytes
    )
    {
        var (hasOwn, hasLast) = (layers > 1, layers > 2);
        long inputs = sizes[0];
        long units = sizes[hasOwn ? 2 : 1];
        long outputs = sizes[^1];
        var rows = Quads(batch);
        var height = rows / 4 % 2 == 0 ? rows + 4 : rows;
        long owned = Shares(sizes[hasOwn ? 1 : 0], groups);
        var (ownWidth, unitWidth, outputWidth) = (Quads(owned), Quads(units), Quads(outputs));
        // As in kernels/train_steps.c: bytes that come in whole blocks stay so, in two copies.
        const int Block = 16;
        var keepsBytes = hasOwn && bytes && inputs % Block == 0;
        var places = new int[Enum.GetValues<KeptPlace>().Length];
        var at = 0L;
        Put(KeptPlace.X, hasOwn && !keepsBytes ? (inputs + 1) * height : 0);
        Put(KeptPlace.OwnWeights, hasOwn ? (inputs + 1) * ownWidth : 0);
        Put(KeptPlace.OwnZ, hasOwn ? ownWidth * height : 0);
        Put(KeptPlace.Sources, ownWidth * height);
        Put(KeptPlace.SourceRows, rows * ownWidth);
        Put(KeptPlace.OwnDelta, hasOwn ? rows * ownWidth : 0);
        Put(KeptPlace.SplitWeights, owned * unitWidth);
        Put(KeptPlace.SplitTurned, units * ownWidth);
        Put(KeptPlace.SplitBias, units);
        Put(KeptPlace.MiddleZ, hasLast ? units * height : 0);
        Put(KeptPlace.MiddleY, hasLast ? units * height : 0);
        Put(KeptPlace.LastWeights, hasLast ? units * outputWidth : 0);
        Put(KeptPlace.LastTurned, hasLast ? outputs * unitWidth : 0);
        Put(KeptPlace.LastBias, hasLast ? outputs : 0);
        Put(KeptPlace.LastZ, batch * (outputs | 1));
        Put(KeptPlace.LastY, batch * (outputs | 1));
        Put(KeptPlace.LastSlopes, batch * (outputs | 1));
        Put(KeptPlace.LastDelta, outputs * height);
        Put(KeptPlace.Labels, 2L * batch * labels);
        Put(KeptPlace.Scales, 2L * batch);
        Put(KeptPlace.Numbers, 2L * batch);

        // The parts of a product, a row a thread; the summands of a share of z, one a thread, and one at least for each; or what threads swap.
        var share = ((batch * units) + groups - 1) / groups;
        var widest = Math.Max(hasOwn ? ownWidth + 1 : 0, hasLast ? outputs | 1 : 0);
        Put(
            KeptPlace.Partial,
            Math.Max(
                Math.Max(threads, share),
                Math.Max(Math.Max(threads, batch) * widest, keepsBytes ? 8L * threads : 0)
            )
        );
        var bytesKept = keepsBytes ? 2 * rows * Block * ((inputs / Block) | 1) : 0;
        Put(KeptPlace.Bytes, bytesKept / valueBytes);
        return bytesKept <= int.MaxValue ? new(places, (int)at) : throw TooLarge();

        void Put(KeptPlace place, long values)
        {
            places[(int)place] = (int)at;
            at += Quads(values);
            if (at > int.MaxValue)
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
    OwnZ,
    Sources,
    SourceRows,
    OwnDelta,
    SplitWeights,
    SplitTurned,
    SplitBias,
    MiddleZ,
    MiddleY,
    LastWeights,
    LastTurned,
    LastBias,
    LastZ,
    LastY,
    LastSlopes,
    LastDelta,
    Labels,
    Scales,
    Numbers,
    Partial,
    Bytes,
}
