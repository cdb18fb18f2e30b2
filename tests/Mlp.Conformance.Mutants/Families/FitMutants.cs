namespace Mlp.Conformance.Mutants.Families;

internal static class FitMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "last_batch_dropped",
            "fit",
            "A last batch that is not full is not trained on, drop_remainder",
            "Truth/PlainModel.cs",
            "var batches = (rows.Rows + fit.BatchSize - 1) / fit.BatchSize;",
            "var batches = Math.Max(rows.Rows / fit.BatchSize, 1);"
        ),
        new(
            "last_batch_padded",
            "fit",
            "A last batch that is not full is filled with the first rows",
            "Truth/PlainModel.cs",
            "rate = Step(rows.Gather(order.AsSpan(start, end - start)), watch);",
            """
            int[] full = [.. order[start..end], .. order.Take(batch == 0 ? 0 : fit.BatchSize - (end - start))];
            rate = Step(rows.Gather(full), watch);
            """
        ),
        new(
            "last_loss_over_the_batch_size",
            "fit",
            "The loss of a last batch that is not full is divided by the batch size instead of its rows",
            "Truth/PlainModel.cs",
            """
            private T Step(Samples batch, Watch<T> watch)
            {
                var pass = network.Forward(Inputs(batch.X));
                var batchLoss = BatchLoss(pass, batch);
                watch.Add(batchLoss.Value().Values[0], batch, pass.Output.ToTensor());
                var gradients = network.Backward(pass, batchLoss.Gradient(), ofLogits);
            """,
            """
            private int batchSize;

            private T Step(Samples batch, Watch<T> watch)
            {
                batchSize = Math.Max(batchSize, batch.Rows);
                var ratio = T.CreateChecked(batch.Rows) / T.CreateChecked(batchSize);
                var pass = network.Forward(Inputs(batch.X));
                var batchLoss = BatchLoss(pass, batch);
                watch.Add(batchLoss.Value().Values[0] * ratio, batch, pass.Output.ToTensor());
                var upstream = batchLoss.Gradient();
                upstream = new(Array.ConvertAll(upstream.Values, g => g * ratio), upstream.Rows, upstream.Columns);
                var gradients = network.Backward(pass, upstream, ofLogits);
            """
        ),
        new(
            "step_of_no_weight_skipped",
            "fit",
            "A batch whose weights are all 0 takes no step: momentum and Adam stand still",
            "Truth/PlainModel.cs",
            "return optimizer.Step(network.Variables, gradients);",
            """
            return batch.SampleWeight is { } weights && Numbers<T>.Read(weights).All(T.IsZero)
                ? T.Zero
                : optimizer.Step(network.Variables, gradients);
            """
        ),
        new(
            "schedule_counted_in_epochs",
            "fit",
            "Schedules count epochs instead of batches, as torch's are usually stepped (3 batches an epoch)",
            "Truth/Optimizers/OptimizerState.cs",
            "Rates<T>.At(optimizer.LearningRate, step);",
            "Rates<T>.At(optimizer.LearningRate, step / 3);"
        ),
        new(
            "optimizer_starts_anew_every_epoch",
            "fit",
            "The optimizer forgets its memories and its step count between epochs",
            "Truth/PlainModel.cs",
            "var order = new int[rows.Rows];",
            """
            var order = new int[rows.Rows];
            System.Runtime.CompilerServices.Unsafe.AsRef(in optimizer) = OptimizerState<T>.Start(
                Compiled.Optimizer,
                [.. network.Variables.Select(variable => variable.Length)]
            );
            """
        ),
        new(
            "kernel_moved_before_its_use_backward",
            "fit",
            "Kernels are moved before the gradient of their inputs is taken",
            "Truth/PlainModel.cs",
            "return optimizer.Step(network.Variables, gradients);",
            """
            T[][] before = [.. network.Variables.Select(v => (T[])v.Clone())];
            OptimizerState<T>.Start(Compiled.Optimizer, [.. before.Select(v => v.Length)]).Step(network.Variables, gradients);
            gradients = network.Backward(pass, batchLoss.Gradient(), ofLogits);
            for (var i = 0; i < before.Length; i++)
            {
                before[i].CopyTo(network.Variables[i], 0);
            }

            return optimizer.Step(network.Variables, gradients);
            """
        ),
        new(
            "gradients_not_cleared",
            "fit",
            "Gradients add up from batch to batch, zero_grad forgotten",
            "Truth/PlainModel.cs",
            "return optimizer.Step(network.Variables, gradients); }",
            """
            if (sums is not null)
            {
                gradients = [.. gradients.Zip(sums, (g, s) => g.Zip(s, (a, b) => a + b).ToArray())];
            }

            sums = gradients;
            return optimizer.Step(network.Variables, gradients);
            }

            private T[][]? sums;
            """
        ),
        new(
            "stale_activations_between_batches",
            "fit",
            "Kernel gradients read hidden activations from a buffer that still holds the batch before",
            "Truth/Network.cs",
            "public T[][] Backward(Pass pass, Matrix<T> upstream, bool ofLogits) {",
            """
            private Pass? last;

            public T[][] Backward(Pass pass, Matrix<T> upstream, bool ofLogits)
            {
                (last, var stale) = (pass, last);
                pass = stale?.Output.Rows == pass.Output.Rows ? pass with { X = [pass.X[0], .. stale.X.Skip(1)] } : pass;
            """
        ),
        new(
            "race_on_the_last_rows",
            "fit",
            "A race on the last rows: the last row of a batch is read before it is written, and is that of the batch before",
            "Truth/Network.cs",
            """
            public Pass Forward(Matrix<T> x)
            {
                var (inputs, sums) = (new List<Matrix<T>>(), new List<Matrix<T>>());
                for (var layer = 0; layer < model.Dense.Count; layer++)
                {
                    inputs.Add(x);
                    sums.Add(Dense<T>.Value(x, Kernel(layer), Variables[2 * layer + 1]));
            """,
            """
            private readonly Dictionary<int, T[]> written = [];

            public Pass Forward(Matrix<T> x)
            {
                var (inputs, sums) = (new List<Matrix<T>>(), new List<Matrix<T>>());
                for (var layer = 0; layer < model.Dense.Count; layer++)
                {
                    inputs.Add(x);
                    sums.Add(Dense<T>.Value(x, Kernel(layer), Variables[2 * layer + 1]));
                    var row = sums[layer].Row(x.Rows - 1);
                    var due = row.ToArray();
                    written.GetValueOrDefault(layer, due).CopyTo(row);
                    written[layer] = due;
            """
        ),
        new(
            "validation_split_from_the_front",
            "fit",
            "A validation split takes the first rows",
            "Truth/PlainModel.cs",
            "return (rows.Slice(0, train), rows.Slice(train, rows.Rows));",
            "return (rows.Slice(rows.Rows - train, rows.Rows), rows.Slice(0, rows.Rows - train));"
        ),
        new(
            "validation_rows_trained_on",
            "fit",
            "The rows of a validation split are trained on too",
            "Truth/PlainModel.cs",
            "return (rows.Slice(0, train), rows.Slice(train, rows.Rows));",
            "return (rows, rows.Slice(train, rows.Rows));"
        ),
        new(
            "validation_split_beats_validation_data",
            "fit",
            "Where validation data and a split are given, the split wins",
            "Truth/PlainModel.cs",
            "if (fit.Validation is not null || fit.ValidationSplit == 0)",
            "if (fit.ValidationSplit == 0)"
        ),
        new(
            "class_weights_on_validation_split",
            "fit",
            "Class weights act on the rows of a validation split",
            "Truth/PlainModel.cs",
            "rows = Weigh(rows, fit.ClassWeight);",
            "(rows, validation) = (Weigh(rows, fit.ClassWeight), fit.Validation is null && validation is not null ? Weigh(validation, fit.ClassWeight) : validation);"
        ),
        new(
            "softmax_twice_backward",
            "fit",
            "The gradient of the logits goes through the softmax a second time",
            "Truth/Network.cs",
            "var skipped = ofLogits && layer == model.Dense.Count - 1;",
            "var skipped = ofLogits && layer < 0;"
        ),
        new(
            "mixed_precision",
            "fit",
            "Factors are rounded to float16 in the forward pass, as under mixed precision",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            """
            static T Cut(T value) => typeof(T) == typeof(float) ? T.CreateChecked((Half)float.CreateChecked(value)) : value;
            sum.AddProduct(Cut(x[row, input]), Cut(kernel[input, unit]));
            """
        ),
        new(
            "stops_at_nan",
            "fit",
            "A fit whose loss is no longer finite stops, where Keras goes on and says so",
            "Truth/PlainModel.cs",
            "epoch < fit.Epochs && !training.Stopped; epoch++)",
            "epoch < fit.Epochs && !training.Stopped && (epochs.Count == 0 || double.IsFinite(epochs[^1].Logs[\"loss\"])); epoch++)"
        ),
        new(
            "validation_drops_its_last_batch",
            "fit",
            "Validation leaves out a last batch that is not full",
            "Truth/PlainModel.cs",
            "watch.Add(BatchLoss(pass, batch).Value().Values[0], batch, pass.Output.ToTensor());",
            "if (start == 0 || start + batchSize <= data.Rows) { watch.Add(BatchLoss(pass, batch).Value().Values[0], batch, pass.Output.ToTensor()); }"
        ),
        new(
            "square_kernel_transposed_backward",
            "fit",
            "The gradient goes back through a square kernel that is not transposed",
            "Truth/Dense.cs",
            "sum.AddProduct(upstream[row, unit], kernel[input, unit]);",
            "sum.AddProduct(upstream[row, unit], kernel.Rows == kernel.Columns ? kernel[unit, input] : kernel[input, unit]);"
        ),
        new(
            "relu_slope_1_at_0",
            "fit",
            "Relu lets the gradient pass where its input is 0",
            "Truth/Activations/Relu.cs",
            "x > T.Zero ? T.One : T.Zero;",
            "x >= T.Zero ? T.One : T.Zero;"
        ),
        new(
            "bytes_not_scaled",
            "fit",
            "Bytes are trained on as they are, 0 to 255",
            "Truth/PlainModel.cs",
            "rows.Values[i] /= T.CreateChecked(255);",
            ""
        ),
    ];
}
