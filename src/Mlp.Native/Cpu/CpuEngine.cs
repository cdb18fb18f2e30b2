using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Native;

/// <summary>
/// The engine of the CPU. All workers walk through the same phases of a step and meet between them. Outputs are divided
/// among workers, sums never are, so that their number does not change a bit.
/// </summary>
internal sealed unsafe class CpuEngine<T, L> : IEngine, IJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    // Rows that pass through the layers together when nothing is trained.
    private const int BlockRows = 512;

    // Below this, meeting takes longer than sharing the work saves.
    private const double WorthSharing = 2e6;

    private readonly Team team;
    private readonly ParameterLayout<T> layout;
    private readonly AlignedArray<T> parameters;
    private readonly AlignedArray<T>? gradients;
    private readonly Updater<T>? updater;
    private readonly Layer<T>[] layers;
    private readonly Head<T, L> head;
    private readonly int inputs;
    private readonly int outputs;
    private readonly double work;
    private AlignedArray<T>? x;
    private AlignedArray<T>? scratch;
    private int capacity;
    private Call call;

    /// <summary>An engine for a model, with those first weights in its precision.</summary>
    public CpuEngine(ModelSpec model, CompileSpec compile, Weights weights, Team team)
    {
        this.team = team;
        (inputs, outputs) = (model.Inputs, model.Outputs);
        layout = new(model.WeightShapes);
        parameters = new(layout.Length);
        layers = new Layer<T>[model.Dense.Count];
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
        }

        Activation last = layers.Length == 0 ? new Activation.Linear() : model.Dense[^1].Activation;
        head = new(compile.Loss, last, outputs);
        if (!Updater<T>.IsPlain(compile.Optimizer))
        {
            gradients = new(layout.Length);
            updater = Updater<T>.Create<L>(compile.Optimizer, layout);
        }

        SetWeights(weights);
    }

    private enum Task
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

    private int XStride => Lane<T>.Padded(inputs);

    public Weights GetWeights() => layout.Read(parameters.Pointer);

    public void SetWeights(Weights weights)
    {
        layout.Write(weights, parameters.Pointer);
        Transpose(0, 1);
    }

    public void RunSteps(EpochPlan plan, int first, int end, Totals totals)
    {
        Resize(plan.BatchSize, plan);
        Run(Task.Train, plan, plan.Rows.X, first, end, totals, null);
    }

    public void Evaluate(EpochPlan plan, Totals totals)
    {
        // Whole batches together, as many as fill a block.
        var rows = Math.Max(1, BlockRows / plan.BatchSize) * plan.BatchSize;
        Resize(Math.Min(rows, plan.Steps * plan.BatchSize), plan);
        Run(Task.Evaluate, plan, plan.Rows.X, 0, plan.Steps, totals, null);
    }

    public Tensor Predict(Tensor inputsOfRows)
    {
        var rows = inputsOfRows.Rows;
        Resize(Math.Min(rows, BlockRows), null);
        var result = new T[rows * outputs];
        Run(Task.Predict, null, inputsOfRows, 0, rows, null, result);
        return new Tensor<T>(result, rows, outputs);
    }

    public void Work(int worker, int workers, Barrier barrier)
    {
        switch (call.Task)
        {
            case Task.Train:
                for (var step = call.First; step < call.End; step++)
                {
                    Train(step, worker, workers, barrier);
                }

                break;
            case Task.Evaluate:
                Evaluate(worker, workers, barrier);
                break;
            default:
                Predict(worker, workers);
                break;
        }
    }

    private void Run(
        Task task,
        EpochPlan? plan,
        Tensor source,
        int first,
        int end,
        Totals? totals,
        T[]? result
    )
    {
        var values = source is Tensor<T> typed ? typed.Values : default;
        var bytes = source is Tensor<byte> raw ? raw.Values : default;
        var labels = plan is null ? default : ((Tensor<T>)plan.Rows.Y).Values;
        var weights = plan?.Rows.Weights is Tensor<T> given ? given.Values : default;
        fixed (
            T* valuesAt = values,
                labelsAt = labels,
                weightsAt = weights,
                resultAt = result
        )
        fixed (byte* bytesAt = bytes)
        {
            call = new()
            {
                Task = task,
                Plan = plan,
                Values = valuesAt,
                Bytes = bytesAt,
                Labels = labelsAt,
                Weights = weightsAt,
                Result = resultAt,
                First = first,
                End = end,
                Totals = totals,
            };
            var rows = plan is null ? end - first : Math.Min(plan.BatchSize, plan.Rows.Count);
            team.Run(this, work * rows < WorthSharing);
            call = default;
        }
    }

    private void Train(int step, int worker, int workers, Barrier barrier)
    {
        var plan = call.Plan!;
        var batch = BatchAt(step);
        var (from, to) = RowShare(batch.Rows, worker, workers);
        ReadInputs(batch, from, to);
        barrier.Wait();

        Forward(batch.Rows, worker, workers, barrier);
        var divisor = head.Divisor(batch);
        (from, to) = RowShare(batch.Rows, worker, workers);
        head.Rows(batch, from, to, Z, Y, Delta, OutStride, divisor);
        barrier.Wait();
        if (worker == 0)
        {
            head.Collect(batch, 0, divisor, call.Totals!);
        }

        Backward(batch.Rows, plan.Rates[step], worker, workers, barrier);
        if (updater is not null)
        {
            updater.Update(
                parameters.Pointer,
                gradients!.Pointer,
                plan.Rates[step],
                plan.FirstStep + step,
                worker,
                workers,
                barrier
            );
            barrier.Wait();
            Transpose(worker, workers);
        }

        barrier.Wait();
    }

    // Columns are divided, so that the weights a worker reads are those it moves, and stay near it.
    private void Forward(int rows, int worker, int workers, Barrier barrier)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            var source = InputsOf(i, out var stride);
            LayerLoop<T, L>.Forward(layers[i], source, stride, 0, rows, worker, workers);
            barrier.Wait();
            if (i < layers.Length - 1 && layers[i].Activation.NeedsWholeRows)
            {
                var (from, to) = RowShare(rows, worker, workers);
                ActivateRows(layers[i], from, to);
                barrier.Wait();
            }
        }
    }

    private void Backward(int rows, double rate, int worker, int workers, Barrier barrier)
    {
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            if (i > 0)
            {
                var before = layers[i - 1];
                LayerLoop<T, L>.Inputs(
                    layers[i],
                    rows,
                    before.Delta,
                    new SlopeTail<T, L>(before),
                    worker,
                    workers
                );
            }

            Gradients(i, rows, rate, worker, workers);
            if (updater is null && i + 1 < layers.Length)
            {
                // The weights of the layer after moved in the phase before this one; nobody needs them here.
                layers[i + 1].Transpose(worker, workers);
            }

            barrier.Wait();
            if (i > 0 && layers[i - 1].Activation.NeedsWholeRows)
            {
                var before = layers[i - 1];
                var (from, to) = RowShare(rows, worker, workers);
                var at = (nint)from * before.Stride;
                before.Activation.Backward(
                    before.Z + at,
                    before.Y + at,
                    before.Delta + at,
                    before.Stride,
                    to - from,
                    before.Sets
                );
                barrier.Wait();
            }
        }
    }

    // Moves the weights at once under plain SGD; else keeps the gradients for the updater.
    private void Gradients(int index, int rows, double rate, int worker, int workers)
    {
        var layer = layers[index];
        var source = InputsOf(index, out var stride);
        if (updater is null)
        {
            LayerLoop<T, L>.Gradients(
                layer,
                source,
                stride,
                rows,
                layer.Kernel,
                layer.Bias,
                new SgdTail<T, L>(new(rate)),
                worker,
                workers
            );
        }
        else
        {
            LayerLoop<T, L>.Gradients(
                layer,
                source,
                stride,
                rows,
                gradients!.Pointer + layout.Variables[2 * index].Offset,
                gradients!.Pointer + layout.Variables[(2 * index) + 1].Offset,
                default(KeepTail<T, L>),
                worker,
                workers
            );
        }
    }

    private void Evaluate(int worker, int workers, Barrier barrier)
    {
        var plan = call.Plan!;
        var together = Math.Max(1, BlockRows / plan.BatchSize);
        for (var step = call.First; step < call.End; step += together)
        {
            var first = step * plan.BatchSize;
            var rows = Math.Min(together * plan.BatchSize, plan.Rows.Count - first);
            var block = BatchOf(first, rows);
            var (from, to) = RowShare(rows, worker, workers);
            ForwardRows(block, from, to);
            head.Rows(block, from, to, Z, Y, Delta, OutStride, null);
            barrier.Wait();
            if (worker == 0)
            {
                for (var done = 0; done < rows; done += plan.BatchSize)
                {
                    var batch = BatchOf(first + done, Math.Min(plan.BatchSize, rows - done));
                    head.Collect(batch, done, head.Divisor(batch), call.Totals!);
                }
            }

            barrier.Wait();
        }
    }

    private void Predict(int worker, int workers)
    {
        for (var first = call.First; first < call.End; first += BlockRows)
        {
            var rows = Math.Min(BlockRows, call.End - first);
            var (from, to) = RowShare(rows, worker, workers);
            ForwardRows(BatchOf(first, rows), from, to);
            var at = (nint)from * OutStride;
            head.Activate(Z + at, Y + at, OutStride, to - from);
            for (var row = from; row < to; row++)
            {
                InputRows<T>.Copy(
                    Y + ((nint)row * OutStride),
                    call.Result + ((nint)(first + row) * outputs),
                    outputs
                );
            }
        }
    }

    // Rows are divided: each worker takes its own through all layers without meeting the others.
    private void ForwardRows(in Batch<T> batch, int from, int to)
    {
        ReadInputs(batch, from, to);
        for (var i = 0; i < layers.Length && from < to; i++)
        {
            var source = InputsOf(i, out var stride);
            LayerLoop<T, L>.Forward(layers[i], source, stride, from, to - from, 0, 1);
            if (i < layers.Length - 1 && layers[i].Activation.NeedsWholeRows)
            {
                ActivateRows(layers[i], from, to);
            }
        }
    }

    private static void ActivateRows(Layer<T> layer, int from, int to)
    {
        var at = (nint)from * layer.Stride;
        layer.Activation.Forward(layer.Z + at, layer.Y + at, layer.Stride, to - from, layer.Sets);
    }

    private void ReadInputs(in Batch<T> batch, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var target = x!.Pointer + ((nint)row * XStride);
            var source = (nint)batch.Source(row) * inputs;
            if (call.Bytes != null)
            {
                InputRows<T>.Copy(call.Bytes + source, target, inputs);
            }
            else
            {
                InputRows<T>.Copy(call.Values + source, target, inputs);
            }
        }
    }

    private void Transpose(int worker, int workers)
    {
        for (var i = 1; i < layers.Length; i++)
        {
            layers[i].Transpose(worker, workers);
        }
    }

    private T* InputsOf(int layer, out nint stride)
    {
        stride = layer == 0 ? XStride : layers[layer - 1].Stride;
        return layer == 0 ? x!.Pointer : layers[layer - 1].Y;
    }

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
        const int Tall = 8;
        var (start, end) = Share.Of((rows + Tall - 1) / Tall, worker, workers);
        return ((int)Math.Min(rows, start * Tall), (int)Math.Min(rows, end * Tall));
    }

    private void Resize(int rows, EpochPlan? plan)
    {
        if (rows > capacity)
        {
            capacity = rows;
            x = new((long)rows * XStride);
            foreach (var layer in layers)
            {
                layer.Resize(rows);
            }

            scratch = layers.Length == 0 ? new((long)rows * XStride) : null;
        }

        if (plan is not null)
        {
            head.Resize(capacity, plan.Metrics);
        }
    }

    // One call, as all workers see it.
    private struct Call
    {
        public Task Task;
        public EpochPlan? Plan;
        public T* Values;
        public byte* Bytes;
        public T* Labels;
        public T* Weights;
        public T* Result;
        public int First;
        public int End;
        public Totals? Totals;
    }
}
