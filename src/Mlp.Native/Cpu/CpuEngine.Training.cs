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

        Forward(batch.Rows, layers.Length, worker, workers, barrier);
        var divisor = head.Divisor(batch);
        var (from, to) = RowShare(batch.Rows, worker, workers);
        head.Rows(batch, from, to, Z, Y, Delta, OutStride, divisor);
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
            Transpose(worker, workers);
        }

        barrier.Wait();
    }

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

    private void Backward(
        int rows,
        int count,
        double rate,
        int worker,
        int workers,
        Barrier barrier
    )
    {
        for (var i = count - 1; i >= 0; i--)
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
            if (updater is null && i + 1 < count)
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
