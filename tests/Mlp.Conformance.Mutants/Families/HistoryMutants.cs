namespace Mlp.Conformance.Mutants.Families;

internal static class HistoryMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "running_mean_not_weighted_by_rows",
            "history",
            "The loss of an epoch is the mean of batch losses, the short last batch as heavy as the others, as in Keras 3.0",
            "Truth/Watch.cs",
            "loss.Add(double.CreateChecked(batchLoss), batch.Rows);",
            "loss.Add(double.CreateChecked(batchLoss), 1);"
        ),
        new(
            "running_mean_weighted_by_weights",
            "history",
            "The loss of an epoch weighs each batch by its sum of sample weights",
            "Truth/Watch.cs",
            "loss.Add(double.CreateChecked(batchLoss), batch.Rows);",
            """
            var share = batch.SampleWeight is null ? batch.Rows : Numbers<double>.Read(batch.SampleWeight).Sum();
            loss.Add(double.CreateChecked(batchLoss), share);
            """
        ),
        new(
            "metrics_weighted",
            "history",
            "Metrics that were not asked to be weighted are",
            "Truth/Watch.cs",
            "weighted ? batch.SampleWeight : null",
            "batch.SampleWeight"
        ),
        new(
            "validation_averaged_with_training",
            "history",
            "Running means are not cleared before validation: val_ figures hold the training rows too",
            "Truth/PlainModel.cs",
            "logs = logs.With(EvaluateBatches(validation, size), \"val_\");",
            """
            var own = logs;
            var (n, m) = (rows.Rows, validation.Rows);
            logs = logs.With(
                new(EvaluateBatches(validation, size).Select(entry => (entry.Key, (entry.Value * m + own[entry.Key] * n) / (m + n)))),
                "val_"
            );
            """
        ),
        new(
            "epochs_not_cleared",
            "history",
            "Running means are not cleared between epochs",
            "Truth/PlainModel.cs",
            "var (logs, rate) = TrainEpoch(rows, fit, epoch, training);",
            """
            var (logs, rate) = TrainEpoch(rows, fit, epoch, training);
            if (epochs.Count > 0)
            {
                var last = epochs[^1].Logs;
                logs = new(logs.Select(entry => (entry.Key, (entry.Value + epoch * last[entry.Key]) / (epoch + 1))));
            }
            """
        ),
        new(
            "validated_before_training",
            "history",
            "val_ figures are those of the weights before the epoch",
            "Truth/PlainModel.cs",
            "var (logs, rate) = TrainEpoch(rows, fit, epoch, training); if (validation is not null) { var size = fit.ValidationBatchSize ?? fit.BatchSize; logs = logs.With(EvaluateBatches(validation, size), \"val_\"); }",
            """
            var size = fit.ValidationBatchSize ?? fit.BatchSize;
            var early = validation is null ? null : EvaluateBatches(validation, size);
            var (logs, rate) = TrainEpoch(rows, fit, epoch, training);
            logs = early is null ? logs : logs.With(early, "val_");
            """
        ),
        new(
            "figures_of_the_last_batch",
            "history",
            "The figures of an epoch are those of its last batch, as loss.item() after the loop gives them",
            "Truth/PlainModel.cs",
            "rate = Step(rows.Gather(order.AsSpan(start, end - start)), watch);",
            "watch = NewWatch(rows); rate = Step(rows.Gather(order.AsSpan(start, end - start)), watch);"
        ),
        new(
            "loss_after_the_epoch",
            "history",
            "The figures of an epoch are evaluated on the training rows with its final weights",
            "Truth/PlainModel.cs",
            "return (watch.Logs, rate);",
            "return (EvaluateBatches(rows, fit.BatchSize), rate);"
        ),
        new(
            "loss_after_the_step",
            "history",
            "The loss of a batch is taken after its step",
            "Truth/PlainModel.cs",
            "watch.Add(batchLoss.Value().Values[0], batch, pass.Output.ToTensor()); var gradients = network.Backward(pass, batchLoss.Gradient(), ofLogits); return optimizer.Step(network.Variables, gradients);",
            """
            var gradients = network.Backward(pass, batchLoss.Gradient(), ofLogits);
            var rate = optimizer.Step(network.Variables, gradients);
            var after = network.Forward(Inputs(batch.X));
            watch.Add(BatchLoss(after, batch).Value().Values[0], batch, after.Output.ToTensor());
            return rate;
            """
        ),
        new(
            "validation_weights_dropped",
            "history",
            "Sample weights of validation rows are dropped",
            "Truth/PlainModel.cs",
            "logs = logs.With(EvaluateBatches(validation, size), \"val_\");",
            "logs = logs.With(EvaluateBatches(validation with { SampleWeight = null }, size), \"val_\");"
        ),
        new(
            "validation_loss_not_weighted_by_rows",
            "history",
            "The loss of validation is the mean of its batches', the short last one as heavy as the others",
            "Truth/PlainModel.cs",
            "watch.Add(BatchLoss(pass, batch).Value().Values[0], batch, pass.Output.ToTensor());",
            """
            var share = (double)batch.Rows * ((data.Rows + batchSize - 1) / batchSize) / data.Rows;
            watch.Add(BatchLoss(pass, batch).Value().Values[0] / T.CreateChecked(share), batch, pass.Output.ToTensor());
            """
        ),
        new(
            "class_weights_on_validation",
            "history",
            "Class weights act on validation too",
            "Truth/PlainModel.cs",
            "rows = Weigh(rows, fit.ClassWeight);",
            "rows = Weigh(rows, fit.ClassWeight); validation = validation is null ? null : Weigh(validation, fit.ClassWeight);"
        ),
    ];
}
