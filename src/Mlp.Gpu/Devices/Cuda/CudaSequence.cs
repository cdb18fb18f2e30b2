using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>
/// A sequence of launches as a graph of CUDA, which the host queues by one call. A graph is made for each shape of the sequence (which
/// kernels, grids and needs), kept, and given those arguments that have changed before it runs.
/// </summary>
internal sealed class CudaSequence(CudaDevice device) : IDeviceSequence
{
    // Of whole batches, and of the last; and as many for another batch size.
    private const int MostGraphs = 4;

    // Each thread notes its own: several models may be trained at once.
    [ThreadStatic]
    private static CudaSequence? noting;

    // The one used last is the last to go.
    private readonly List<CudaGraph> graphs = [];
    private readonly List<CudaLaunch> noted = [];
    private readonly List<ulong> bits = [];

    // Known by address in the arguments: none may be freed before it is queued.
    private readonly List<DeviceBuffer> buffers = [];

    // What the next launch needs, and whether the one after it needs the same.
    private (int First, int Count) needs;
    private bool isAbreast;

    /// <summary>The sequence of a device that notes what this thread launches; null where launches are queued at once.</summary>
    public static CudaSequence? Of(CudaDevice device) => noting?.Device == device ? noting : null;

    private CudaDevice Device => device;

    /// <summary>Refuses what would have to wait for launches that are noted and not queued.</summary>
    public static void MustNotBeNoting()
    {
        if (noting is not null)
        {
            throw new InvalidOperationException(
                "While a sequence runs, nothing is read, written or waited for, nor does another run."
            );
        }
    }

    public void Run(Action launches)
    {
        MustNotBeNoting();
        noting = this;
        try
        {
            launches();
            Queue();
        }
        finally
        {
            noting = null;
            Forget();
        }
    }

    public void Abreast(Action launches)
    {
        var first = noted.Count;
        isAbreast = true;
        launches();
        isAbreast = false;
        if (noted.Count > first)
        {
            needs = (first, noted.Count - first);
        }
    }

    /// <summary>Notes a launch.</summary>
    public void Add(
        nint function,
        string name,
        (int X, int Y) groups,
        (int X, int Y) threads,
        ReadOnlySpan<KernelArgument> arguments
    )
    {
        var place = (bits.Count, arguments.Length);
        foreach (ref readonly var argument in arguments)
        {
            bits.Add(argument.Bits);
            if (argument.Buffer is { } buffer)
            {
                buffers.Add(buffer);
            }
        }

        noted.Add(new(function, name, groups, threads, place, needs));
        if (!isAbreast)
        {
            needs = (noted.Count - 1, 1);
        }
    }

    public void Dispose()
    {
        foreach (var graph in graphs)
        {
            graph.Dispose();
        }

        graphs.Clear();
    }

    private void Queue()
    {
        if (noted.Count > 0)
        {
            device.Enter();
            GraphOf(CollectionsMarshal.AsSpan(noted)).Launch(CollectionsMarshal.AsSpan(bits));
        }
    }

    private CudaGraph GraphOf(ReadOnlySpan<CudaLaunch> shape)
    {
        for (var i = graphs.Count - 1; i >= 0; i--)
        {
            var graph = graphs[i];
            if (graph.Shape.SequenceEqual(shape))
            {
                graphs.RemoveAt(i);
                graphs.Add(graph);
                return graph;
            }
        }

        var made = new CudaGraph(device, shape, CollectionsMarshal.AsSpan(bits));
        graphs.Add(made);
        if (graphs.Count > MostGraphs)
        {
            graphs[0].Dispose();
            graphs.RemoveAt(0);
        }

        return made;
    }

    private void Forget()
    {
        noted.Clear();
        bits.Clear();
        buffers.Clear();
        (needs, isAbreast) = (default, false);
    }
}

/// <summary>One launch of a sequence, all but the values of its arguments.</summary>
/// <param name="Function">The kernel.</param>
/// <param name="Name">Its name.</param>
/// <param name="Groups">Groups across and down.</param>
/// <param name="Threads">Threads of a group, across and down.</param>
/// <param name="Arguments">Where its arguments are among those of the sequence.</param>
/// <param name="Needs">The launches that it needs: the first, and how many.</param>
internal readonly record struct CudaLaunch(
    nint Function,
    string Name,
    (int X, int Y) Groups,
    (int X, int Y) Threads,
    (int First, int Count) Arguments,
    (int First, int Count) Needs
);
