using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Native;

/// <summary>
/// The engine of the CPU. All workers walk through the same phases of a step and meet between them. Outputs are divided
/// among workers, sums never are, so that their number does not change a bit.
/// </summary>
internal sealed unsafe partial class CpuEngine<T, L> : IEngine, IJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    // Rows that pass through the layers together when losses are taken.
    private const int BlockRows = 512;

    // Rows that pass through the layers together in a prediction, and blocks of them that a worker should have.
    private const int MostBlockRows = 128;
    private const int FewestBlockRows = 32;
    private const int BlocksAWorker = 4;

    // Fewest rows that a worker takes for itself: those of the tallest tile.
    private const int RowsAWorker = 8;

    // Below this, meeting takes longer than sharing the work saves: where workers sleep, and where they still spin after the last call.
    private const double WorthSharing = 2e6;
    private const double WorthSharingAwake = 1e6;

    // With more than this share of inputs that are not 0, to look for the others takes longer than to take them.
    private const double Sparse = 0.6;

    private readonly Team team;
    private readonly ParameterLayout<T> layout;
    private readonly AlignedArray<T> parameters;
    private readonly AlignedArray<T>? gradients;
    private readonly Updater<T>? updater;
    private readonly Layer<T>[] layers;
    private readonly Head<T, L> head;
    private readonly InputGradients<T, L>[] inputGradients;
    private readonly OneOutput<T, L>? oneOutput;
    private readonly ZeroInputs zeros;
    private readonly int inputs;
    private readonly int outputs;
    private readonly double work;
    private Skipper<T, L>[]? skippers;
    private AlignedArray<T>? x;
    private AlignedArray<T>? scratch;
    private AlignedArray<T>? blockSums;
    private int capacity;
    private int blocksTaken;
    private Pace pace;
    private Call call;

    /// <summary>An engine for a model, with those first weights in its precision.</summary>
    public CpuEngine(
        ModelSpec model,
        CompileSpec compile,
        Weights weights,
        Team team,
        ZeroInputs zeros
    )
    {
        (this.team, this.zeros) = (team, zeros);
        (inputs, outputs) = (model.Inputs, model.Outputs);
        layout = new(model.WeightShapes);
        parameters = new(layout.Length);
        layers = new Layer<T>[model.Dense.Count];
        var most = 0;
        for (var i = 0; i < layers.Length; i++)
        {
            var (kernel, bias) = (layout.Variables[2 * i], layout.Variables[(2 * i) + 1]);
            layers[i] = new(
                kernel.Rows,
                kernel.Columns,
                ActivationRows<T>.Create<L>(model.Dense[i].Activation, kernel.Columns)
            )
            {
                Kernel = parameters.Pointer + kernel.Offset,
                Bias = parameters.Pointer + bias.Offset,
            };
            work += 6.0 * kernel.Rows * kernel.Columns;

            // Nobody asks for the gradient in the inputs of the first.
            most = i == 0 ? 0 : Math.Max(most, kernel.Columns);
        }

        Activation last = layers.Length == 0 ? new Activation.Linear() : model.Dense[^1].Activation;
        head = new(compile.Loss, last, outputs);
        if (!Updater<T>.IsPlain(compile.Optimizer))
        {
            gradients = new(layout.Length);
            updater = Updater<T>.Create<L>(compile.Optimizer, layout);
        }

        if (
            updater is null
            && layers.Length > 1
            && head.TakesColumns
            && !layers[^2].Activation.NeedsWholeRows
        )
        {
            oneOutput = new(layers[^1], layers[^2], head);
        }

        inputGradients = new InputGradients<T, L>[team.Workers];
        for (var i = 0; i < inputGradients.Length; i++)
        {
            inputGradients[i] = new(most);
        }

        SetWeights(weights);
    }

    private enum Kind
    {
        Train,
        Evaluate,
        Predict,
    }

    // Of the last layer; a model without layers has its inputs as outputs.
    private T* Z => layers.Length == 0 ? x!.Pointer : layers[^1].Z;

    private T* Y => layers.Length == 0 ? x!.Pointer : layers[^1].Y;

    private T* Delta => layers.Length == 0 ? scratch!.Pointer : layers[^1].Delta;

    private nint OutStride => layers.Length == 0 ? XStride : layers[^1].Stride;

    // Rows of a worker's copy of the inputs of a batch.
    private int CopyRows => Math.Min(capacity, NonZeros<T, L>.MostRows);

    private int XStride => Lane<T>.Padded(inputs);

    // The buffers are known by address below: a model that is not used again must not lose them while they are.
    public Weights GetWeights()
    {
        var weights = layout.Read(parameters.Pointer);
        GC.KeepAlive(this);
        return weights;
    }

    public void SetWeights(Weights weights)
    {
        layout.Write(weights, parameters.Pointer);
        GC.KeepAlive(this);
    }

    public IReadOnlyDictionary<string, Weights> GetSlots() => updater!.GetSlots();

    public void SetSlots(IReadOnlyDictionary<string, Weights> slots) => updater!.SetSlots(slots);

    public void RunSteps(EpochPlan plan, int first, int end, Totals totals)
    {
        Resize(plan.BatchSize, plan);
        if (plan.BatchSize > GradientBlocks.Rows && updater is null)
        {
            blockSums ??= new(layout.Length);
        }

        if (InputGradients<T, L>.TurnsWeights(plan.BatchSize))
        {
            for (var i = 1; i < layers.Length; i++)
            {
                layers[i].MakeTransposed();
            }
        }

        Run(Kind.Train, plan, first, end, totals);
    }

    public void Evaluate(EpochPlan plan, int first, int end, Totals totals)
    {
        Resize(Math.Min(Together(plan) * plan.BatchSize, plan.Rows.Count), plan);
        Run(Kind.Evaluate, plan, first, end, totals);
    }

    public Tensor Predict(Tensor inputsOfRows)
    {
        var result = new T[inputsOfRows.Rows * outputs];
        Predict(ValuesOf(inputsOfRows), BytesOf(inputsOfRows), inputsOfRows.Rows, result);
        return new Tensor<T>(result, inputsOfRows.Rows, outputs);
    }

    public void Predict<TValue>(ReadOnlySpan<TValue> x, int rows, Span<TValue> results)
        where TValue : unmanaged =>
        Predict(
            MemoryMarshal.Cast<TValue, T>(x),
            default,
            rows,
            MemoryMarshal.Cast<TValue, T>(results)
        );

    public void Work(int worker, int workers, Barrier barrier)
    {
        switch (call.Kind)
        {
            case Kind.Train:
                if (call.Skips)
                {
                    skippers![worker].Begin(worker, workers);
                }

                for (var step = call.First; step < call.End; step++)
                {
                    Train(step, worker, workers, barrier);
                }

                break;
            case Kind.Evaluate:
                Evaluate(worker, workers, barrier);
                break;
            default:
                Predict(worker, workers, barrier);
                break;
        }
    }

    private static ReadOnlySpan<T> ValuesOf(Tensor? tensor) =>
        tensor is Tensor<T> values ? values.Values : default;

    private static ReadOnlySpan<byte> BytesOf(Tensor tensor) =>
        tensor is Tensor<byte> bytes ? bytes.Values : default;

    private void Run(Kind kind, EpochPlan plan, int first, int end, Totals totals)
    {
        fixed (
            T* valuesAt = ValuesOf(plan.Rows.X),
                labelsAt = ValuesOf(plan.Rows.Y),
                weightsAt = ValuesOf(plan.Rows.Weights)
        )
        fixed (byte* bytesAt = BytesOf(plan.Rows.X))
        {
            call = new()
            {
                Kind = kind,
                Plan = plan,
                Values = valuesAt,
                Bytes = bytesAt,
                Labels = labelsAt,
                Weights = weightsAt,
                First = first,
                End = end,
                Totals = totals,
            };
            var trains = kind == Kind.Train;
            call.EachReads = trains && plan.BatchSize <= CopyRows;
            call.Skips = trains && Skips();
            Run(trains ? plan.BatchSize : Math.Min(capacity, plan.Rows.Count));
        }
    }

    private void Predict(
        ReadOnlySpan<T> values,
        ReadOnlySpan<byte> bytes,
        int rows,
        Span<T> results
    )
    {
        var byColumns =
            layers.Length > 0
            && rows < RowsAWorker * team.Workers
            && rows <= NonZeros<T, L>.MostRows;
        var block = byColumns ? rows : BlockOf(rows);
        Resize(byColumns ? rows : block * team.Workers, null);
        blocksTaken = 0;
        fixed (
            T* valuesAt = values,
                resultsAt = results
        )
        fixed (byte* bytesAt = bytes)
        {
            call = new()
            {
                Kind = Kind.Predict,
                Values = valuesAt,
                Bytes = bytesAt,
                Result = resultsAt,
                End = rows,
                Block = block,
                ByColumns = byColumns,
                EachReads = byColumns,
            };
            Run(rows);
        }
    }

    private void Run(int rows)
    {
        var alone = work * rows < (pace.IsBrisk() ? WorthSharingAwake : WorthSharing);
        team.Run(this, alone);
        call = default;
        pace.Ended();
    }

    // Whether to leave inputs that are 0 out of the steps of this call.
    private bool Skips()
    {
        var layer = layers.Length == 0 ? null : layers[0];
        if (
            zeros == ZeroInputs.Dense
            || updater is not null
            || !call.EachReads
            || layer is null
            || layer.Sets < SkipLoop<T, L>.Sets
            || layer.Activation.NeedsWholeRows
            || !(zeros == ZeroInputs.Skip || (L.ManyRegisters && Density() <= Sparse))
        )
        {
            return false;
        }

        if (skippers is null)
        {
            skippers = new Skipper<T, L>[team.Workers];
            for (var i = 0; i < skippers.Length; i++)
            {
                skippers[i] = new(layer);
            }
        }

        return true;
    }

    // The share of inputs that are not 0 in the first batch of the call.
    private double Density()
    {
        var batch = BatchAt(call.First);
        var none = 0L;
        for (var row = 0; row < batch.Rows; row++)
        {
            var source = (nint)batch.Source(row) * inputs;
            none +=
                call.Bytes != null
                    ? new ReadOnlySpan<byte>(call.Bytes + source, inputs).Count((byte)0)
                    : new ReadOnlySpan<T>(call.Values + source, inputs).Count(T.Zero);
        }

        return 1 - ((double)none / ((long)batch.Rows * inputs));
    }

    private void ReadInputs(in Batch<T> batch, int from, int to, T* inputsOfRows)
    {
        for (var row = from; row < to; row++)
        {
            var target = inputsOfRows + ((nint)row * XStride);
            var source = (nint)batch.Source(row) * inputs;
            if (call.Bytes != null)
            {
                InputRows<T, L>.Copy(call.Bytes + source, target, inputs);
            }
            else
            {
                InputRows<T, L>.Copy(call.Values + source, target, inputs);
            }
        }
    }

    private T* InputsOf(int layer, int worker, out nint stride)
    {
        stride = layer == 0 ? XStride : layers[layer - 1].Stride;
        return layer == 0 ? InputsOf(worker) : layers[layer - 1].Y;
    }

    private T* InputsOf(int worker) =>
        x!.Pointer + (call.EachReads ? (nint)worker * CopyRows * XStride : 0);

    private Batch<T> BatchAt(int step)
    {
        var plan = call.Plan!;
        var first = step * plan.BatchSize;
        return BatchOf(first, Math.Min(plan.BatchSize, plan.Rows.Count - first));
    }

    private Batch<T> BatchOf(int first, int rows) =>
        new()
        {
            Order = call.Plan?.Order,
            First = first,
            Rows = rows,
            Labels = call.Labels,
            LabelWidth = call.Plan?.Rows.Y.RowLength ?? 0,
            Weights = call.Weights,
        };

    // Shares begin at multiples of the tallest tile.
    private static (int From, int To) RowShare(int rows, int worker, int workers)
    {
        var (start, end) = Share.Of((rows + RowsAWorker - 1) / RowsAWorker, worker, workers);
        return ((int)Math.Min(rows, start * RowsAWorker), (int)Math.Min(rows, end * RowsAWorker));
    }

    private void Resize(int rows, EpochPlan? plan)
    {
        if (rows > capacity)
        {
            var copies = (long)team.Workers * Math.Min(rows, NonZeros<T, L>.MostRows);
            x = new(Math.Max(copies, rows) * XStride);
            foreach (var layer in layers)
            {
                layer.Resize(rows);
            }

            scratch = layers.Length == 0 ? new((long)rows * XStride) : null;

            // Last, so that a buffer that is refused leaves no room claimed that is not there.
            capacity = rows;
        }

        if (plan is not null)
        {
            head.Resize(capacity, plan.Metrics);
        }
    }

    // One call, as all workers see it.
    private struct Call
    {
        public Kind Kind;
        public EpochPlan? Plan;
        public T* Values;
        public byte* Bytes;
        public T* Labels;
        public T* Weights;
        public T* Result;
        public int First;
        public int End;
        public Totals? Totals;

        // Whether every worker reads all inputs of a batch, into a copy of its own.
        public bool EachReads;

        // Whether inputs that are 0 are left out.
        public bool Skips;

        // Rows of a prediction that a worker takes at a time.
        public int Block;

        // Whether a prediction is of too few rows for every worker to have some.
        public bool ByColumns;
    }
}
