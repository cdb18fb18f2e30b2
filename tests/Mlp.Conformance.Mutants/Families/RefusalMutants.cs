namespace Mlp.Conformance.Mutants.Families;

internal static class RefusalMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "class_beyond_the_last_passes",
            "refusals",
            "A label equal to the number of classes passes, as where classes are counted from 1",
            "Checks/Check.Labels.cs",
            "label >= 0 && label < classes",
            "label >= 0 && label <= classes"
        ),
        new(
            "label_minus_1_passes",
            "refusals",
            "Label -1 passes and costs nothing, as in Keras before 3.14",
            "Checks/Check.Labels.cs",
            "label == ignored",
            "label == ignored || label == -1"
        ),
        new(
            "label_not_whole_passes",
            "refusals",
            "A class label that is not whole is truncated, as Keras does",
            "Checks/Check.Labels.cs",
            "label != Math.Truncate(label)",
            "double.IsNaN(label)"
        ),
        new(
            "nan_label_passes",
            "refusals",
            "A class label NaN passes: every comparison with it is false",
            "Checks/Check.Labels.cs",
            """
            if (label != Math.Truncate(label))
            {
                throw new ArgumentException(
                    $"{argument} holds {label} at row {i}; class labels must be whole numbers.",
                    argument
                );
            }

            // Written so that NaN is refused too.
            if (!(label >= 0 && label < classes))
            """,
            "if (label < 0 || label >= classes || (!double.IsNaN(label) && label != Math.Truncate(label)))"
        ),
        new(
            "ignored_class_makes_all_pass",
            "refusals",
            "With an ignored class, labels out of range pass",
            "Checks/Check.Labels.cs",
            "label == ignored",
            "ignored is not null"
        ),
        new(
            "labels_broadcast_against_predictions",
            "refusals",
            "Labels of as many rows pass whatever their width, and broadcast",
            "Checks/Check.Labels.cs",
            "if (!equal && !column)",
            "if (!equal && !column && labels.Rows != predictions[0])"
        ),
        new(
            "one_row_of_labels_for_all",
            "refusals",
            "One row of labels passes for all rows of predictions",
            "Checks/Check.Labels.cs",
            "if (!equal && !column)",
            "if (!equal && !column && labels.Rows != 1)"
        ),
        new(
            "one_hot_passes_for_sparse",
            "refusals",
            "One-hot labels pass for the sparse loss, which reads their first column",
            "Checks/Check.Labels.cs",
            "predictions.Count != 2 || !IsSparse(labels) || labels.Rows != predictions[0]",
            "predictions.Count != 2 || labels.Rows != predictions[0]"
        ),
        new(
            "labels_left_over",
            "refusals",
            "More labels than predictions pass, the rest is not read",
            "Checks/Check.Labels.cs",
            "!IsSparse(labels) || labels.Rows != predictions[0]",
            "!IsSparse(labels) || labels.Rows < predictions[0]"
        ),
        new(
            "nan_weight_passes",
            "refusals",
            "A weight that is NaN passes and makes the loss NaN",
            "Checks/Check.Labels.cs",
            "NoNaN(weights, argument);",
            ""
        ),
        new(
            "no_predictions_pass",
            "refusals",
            "Predictions without rows pass, and their mean is 0/0",
            "Checks/Check.Labels.cs",
            "predictions.Rank is not (1 or 2) || predictions.Length == 0",
            "predictions.Rank is not (1 or 2)"
        ),
        new(
            "table_of_predictions_passes",
            "refusals",
            "Predictions of rank 3 pass",
            "Checks/Check.Labels.cs",
            "predictions.Rank is not (1 or 2) || predictions.Length == 0",
            "predictions.Rank == 0 || predictions.Length == 0"
        ),
    ];
}
