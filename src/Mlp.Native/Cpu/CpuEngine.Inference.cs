namespace Mlp.Native;

// Forward only: workers take rows of their own through all layers.
internal sealed unsafe partial class CpuEngine<T, L>
{
    private void Evaluate(int worker, int workers, Barrier barrier)
    {
        var plan = call.Plan!;
        var together = Together(plan);
        for (var step = call.First; step < call.End; step += together)
        {
            var first = step * plan.BatchSize;
            var batches = Math.Min(together, call.End - step);
            var rows = Math.Min(batches * plan.BatchSize, plan.Rows.Count - first);
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

    // Whole batches that pass through the layers together.
    private static int Together(EpochPlan plan) => Math.Max(1, BlockRows / plan.BatchSize);

    private void Predict(int worker, int workers, Barrier barrier)
    {
        if (call.ByColumns)
        {
            PredictByColumns(worker, workers, barrier);
            return;
        }

        // Blocks go to whoever is free, for cores are not equally fast at all times; each worker has room for one.
        var room = worker * call.Block;
        for (var next = NextBlock(); next < call.End; next = NextBlock())
        {
            var first = (int)next;
            var rows = Math.Min(call.Block, call.End - first);
            ForwardRows(BatchOf(first - room, room + rows), room, room + rows);
            WriteOutputs(first, room, room + rows);
        }
    }

    private long NextBlock() => (Interlocked.Increment(ref blocksTaken) - 1L) * call.Block;

    // As many rows as stay near with what the layers make of them; fewer where every worker would not have some blocks.
    private int BlockOf(int rows)
    {
        var share = WholeTiles(Math.Max(1, rows / team.Workers));
        return share <= FewestBlockRows
            ? share
            : Math.Clamp(WholeTiles(share / BlocksAWorker), FewestBlockRows, MostBlockRows);
    }

    private static int WholeTiles(int rows) => (rows + RowsAWorker - 1) / RowsAWorker * RowsAWorker;

    // Few rows: columns are divided, so that each core streams its own part of the weights, and keeps it near for the next call.
    private void PredictByColumns(int worker, int workers, Barrier barrier)
    {
        var rows = call.End;
        ReadInputs(BatchOf(0, rows), worker, workers, barrier);
        Forward(rows, layers.Length, worker, workers, barrier);
        if (worker == 0)
        {
            WriteOutputs(0, 0, rows);
        }
    }

    // Rows of the buffers are the results from the first on.
    private void WriteOutputs(int first, int from, int to)
    {
        var at = (nint)from * OutStride;
        head.Activate(Z + at, Y + at, OutStride, to - from);
        for (var row = from; row < to; row++)
        {
            InputRows<T, L>.Copy(
                Y + ((nint)row * OutStride),
                call.Result + ((nint)(first + row - from) * outputs),
                outputs
            );
        }
    }

    // Rows are divided: each worker takes its own through all layers without meeting the others.
    private void ForwardRows(in Batch<T> batch, int from, int to)
    {
        var inPlace = call.Values != null && batch.Order is null && layers.Length > 0;
        if (!inPlace)
        {
            ReadInputs(batch, from, to, InputsOf(0));
        }

        for (var i = 0; i < layers.Length && from < to; i++)
        {
            var source = InputsOf(i, 0, out var stride);
            if (i == 0 && inPlace)
            {
                // Inputs are read one by one: they need neither room beside them nor a boundary to lie on.
                source = call.Values + ((nint)batch.First * inputs);
                stride = inputs;
            }

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
}
