namespace Mlp.Native;

// One step: inputs, products forward, the head, products backward with the update in them.
internal sealed unsafe partial class CpuEngine<T, L>
{
    private void Train(int step, int worker, int workers, Barrier barrier)
    {
        var plan = call.Plan!;
        var batch = BatchAt(step);
        ReadInputs(batch, worker, workers, barrier);
        if (call.Skips)
        {
            skippers!
                [worker]
                .Read(InputsOf(worker), XStride, batch.Rows, call.Bytes != null ? 1 : null);
        }

        if (workers == 1 && oneOutput is not null && OneOutput<T, L>.Takes(batch))
        {
            TrainOneOutput(batch, plan.Rates[step], barrier);
            return;
        }

        var last = layers.Length - 1;
        var byRows = TakesLastByRows(workers);
        Forward(batch.Rows, byRows ? last : last + 1, worker, workers, barrier);
        var divisor = head.Divisor(batch);
        var (from, to) = RowShare(batch.Rows, worker, workers);
        if (byRows)
        {
            var source = InputsOf(last, worker, out var stride);
            LayerLoop<T, L>.Forward(layers[last], source, stride, from, to - from, 0, 1);
        }

        head.Rows(batch, from, to, Z, Y, Delta, OutStride, divisor);
        if (byRows && last > 0)
        {
            InputGradients(last, from, to - from, worker, 0, 1);
            if (layers[last - 1].Activation.NeedsWholeRows)
            {
                ActivateBackward(layers[last - 1], from, to);
            }
        }

        barrier.Wait();
        if (worker == 0)
        {
            head.Collect(batch, 0, divisor, call.Totals!);
        }

        Backward(batch.Rows, layers.Length, plan.Rates[step], worker, workers, barrier);
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
        }
    }

    // The last layer, where it is one set wide: each worker takes rows of it from product to gradient, and nobody waits in between.
    private bool TakesLastByRows(int workers) =>
        workers > 1 && layers.Length > 0 && layers[^1].Sets == 1;

    // Few rows every worker reads for itself: the cores would spend longer passing them on.
    private void ReadInputs(in Batch<T> batch, int worker, int workers, Barrier barrier)
    {
        if (call.EachReads)
        {
            ReadInputs(batch, 0, batch.Rows, InputsOf(worker));
            return;
        }

        var (from, to) = RowShare(batch.Rows, worker, workers);
        ReadInputs(batch, from, to, InputsOf(worker));
        barrier.Wait();
    }

    // One worker, one linear output, plain SGD: what small regressions are.
    private void TrainOneOutput(in Batch<T> batch, double rate, Barrier barrier)
    {
        var before = layers.Length - 1;
        Forward(batch.Rows, before, 0, 1, barrier);
        var divisor = head.Divisor(batch);
        oneOutput!.Train(batch, divisor, rate);
        head.Collect(batch, 0, divisor, call.Totals!);
        Backward(batch.Rows, before, rate, 0, 1, barrier);
    }

    // Columns are divided, so that the weights a worker reads are those it moves, and stay near it.
    private void Forward(int rows, int count, int worker, int workers, Barrier barrier)
    {
        for (var i = 0; i < count; i++)
        {
            var source = InputsOf(i, worker, out var stride);
            if (i == 0 && call.Skips)
            {
                skippers![worker].Forward(source, stride, rows);
            }
            else
            {
                LayerLoop<T, L>.Forward(layers[i], source, stride, 0, rows, worker, workers);
            }

            barrier.Wait();
            if (i < layers.Length - 1 && layers[i].Activation.NeedsWholeRows)
            {
                var (from, to) = RowShare(rows, worker, workers);
                ActivateRows(layers[i], from, to);
                barrier.Wait();
            }
        }
    }

    // Weights move one phase after the gradients of their inputs have read them, along with the next of those.
    private void Backward(
        int rows,
        int count,
        double rate,
        int worker,
        int workers,
        Barrier barrier
    )
    {
        var last = count - 1;
        if (last > 0 && !TakesLastByRows(workers))
        {
            InputGradients(last, 0, rows, worker, worker, workers);
            Meet(layers[last - 1], rows, worker, workers, barrier);
        }

        for (var i = last; i > 1; i--)
        {
            Gradients(i, rows, rate, worker, workers);
            InputGradients(i - 1, 0, rows, worker, worker, workers);
            Meet(layers[i - 2], rows, worker, workers, barrier);
        }

        for (var i = Math.Min(last, 1); i >= 0; i--)
        {
            Gradients(i, rows, rate, worker, workers);
        }

        barrier.Wait();
    }

    // Where the gradients in the outputs of a layer are all there; those through an activation of whole rows in a phase of their own.
    private static void Meet(Layer<T> layer, int rows, int worker, int workers, Barrier barrier)
    {
        barrier.Wait();
        if (layer.Activation.NeedsWholeRows)
        {
            var (from, to) = RowShare(rows, worker, workers);
            ActivateBackward(layer, from, to);
            barrier.Wait();
        }
    }

    // In the part of a worker, with the buffers of a worker.
    private void InputGradients(
        int layer,
        int first,
        int rows,
        int buffers,
        int worker,
        int workers
    )
    {
        var before = layers[layer - 1];
        inputGradients[buffers]
            .Run(
                layers[layer],
                first,
                rows,
                before.Delta + ((nint)first * before.Stride),
                new SlopeTail<T, L>(before, first),
                worker,
                workers
            );
    }

    // Through an activation of whole rows.
    private static void ActivateBackward(Layer<T> layer, int from, int to)
    {
        var at = (nint)from * layer.Stride;
        layer.Activation.Backward(
            layer.Z + at,
            layer.Y + at,
            layer.Delta + at,
            layer.Stride,
            to - from,
            layer.Sets
        );
    }

    // Moves the weights at once under plain SGD; else keeps the gradients for the updater.
    private void Gradients(int index, int rows, double rate, int worker, int workers)
    {
        var layer = layers[index];
        var source = InputsOf(index, worker, out var stride);
        if (index == 0 && call.Skips)
        {
            skippers![worker].Gradients(source, stride, rows, rate);
        }
        else if (updater is null)
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
                workers,
                sums: blockSums is null ? 0 : (nint)(blockSums.Pointer - parameters.Pointer)
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
}
