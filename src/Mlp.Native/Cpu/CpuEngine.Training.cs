namespace Mlp.Native;

// One step: inputs, products forward, the head, products backward with the update in them.
internal sealed unsafe partial class CpuEngine<T, L>
{
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
}
