using System.Globalization;
using Mlp;
using Mlp.Data;
using Mlp.Losses;
using Mlp.Native;

namespace Conform.Training;

/// <summary>
/// A user's own table: some columns go in, one is to come out. A target of texts, or of at most 20 different whole numbers, is a
/// classification, anything else a regression; a loss that is given decides.
/// </summary>
internal static class TableProblem
{
    private const int MostNumberedClasses = 20;

    public static Problem Of(TableOptions options, Loss? loss)
    {
        var table = TextTable.Read(options.Path);
        string[] named =
        [
            options.Target,
            .. options.WeightsColumn is null ? [] : new[] { options.WeightsColumn },
        ];
        foreach (var name in named.Concat(options.Ignore).Concat(options.Texts))
        {
            _ = table[name];
        }

        CheckUses(options, loss);
        string[] columns = [.. table.Names.Except(named).Except(options.Ignore)];
        if (columns.Length == 0)
        {
            throw new ArgumentException(
                $"{options.Path} has no column left to learn from; its columns are {string.Join(", ", table.Names)}."
            );
        }

        table = WithoutMissing(table, [.. columns, .. named], options);
        var classes = Classes(table, options, loss);
        var target = Target(table, options.Target, classes, loss);
        var weights = options.WeightsColumn is { } weight
            ? Tensor.Vector(Numbers(table, weight).Select(number => (float)number).ToArray())
            : null;

        // Which kind a column is of is seen in all rows, what scales it in the training rows alone.
        string[] texts =
        [
            .. columns.Where(name =>
                options.Texts.Contains(name) || !ColumnKinds.IsNumeric(table, name)
            ),
        ];
        var inputs = Preparation.Fit(table, columns, texts, options.Target).Inputs;
        return new(
            // Saved models name it, and go to other machines than the table's.
            Path.GetFileName(options.Path),
            [inputs],
            classes?.Length ?? 1,
            classes,
            seed => Divide(table, columns, texts, target, weights, options, classes, seed)
        );
    }

    /// <summary>Labels or numbers of the target column, as the loss takes them.</summary>
    public static Tensor Target(
        TextTable table,
        string column,
        IReadOnlyList<string>? classes,
        Loss? loss
    )
    {
        if (classes is null)
        {
            return Tensor.Vector(Numbers(table, column).Select(number => (float)number).ToArray());
        }

        var places = classes.Index().ToDictionary(name => name.Item, name => name.Index);
        var values = table[column];
        // Codes that were taken as texts, as 01 or beside a word, are looked for as they stand.
        var numeric = classes.All(name =>
            ColumnKinds.TryNumber(name, out _) && Normal(name) == name
        );
        var labels = new int[table.Rows];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = places.TryGetValue(
                numeric ? Normal(values[row]) : values[row],
                out var label
            )
                ? label
                : throw new InvalidDataException(
                    $"{table.Path}, {table.Place(row)}: column '{column}' holds '{ColumnKinds.Shown(values[row])}', which is none of the classes {string.Join(", ", classes)}."
                );
        }

        return loss is CategoricalCrossentropy
            ? Categories.ToCategorical(labels, classes.Count)
            : labels;
    }

    // A column that is named twice would have one use, and lose the other unseen.
    private static void CheckUses(TableOptions options, Loss? loss)
    {
        (string Option, IEnumerable<string> Columns)[] uses =
        [
            ("--target", [options.Target]),
            ("--weights-column", options.WeightsColumn is { } weights ? [weights] : []),
            ("--ignore", options.Ignore),
            // It says what an input or the target is taken as.
            ("--texts", options.Texts.Where(name => name != options.Target)),
        ];
        foreach (var (i, use) in uses.Index())
        {
            foreach (var other in uses.Skip(i + 1))
            {
                if (use.Columns.Intersect(other.Columns).FirstOrDefault() is { } twice)
                {
                    throw new ArgumentException(
                        $"{use.Option} and {other.Option} both name column '{twice}'; it can have one use."
                    );
                }
            }
        }

        if (IsOfNumbers(loss) && options.Texts.Contains(options.Target))
        {
            throw new ArgumentException(
                $"--texts takes the target '{options.Target}' as classes, and {loss!.Name} needs a number; leave one of the two out."
            );
        }
    }

    private static bool IsOfNumbers(Loss? loss) => loss is MeanSquaredError or MeanAbsoluteError;

    private static Parts Divide(
        TextTable table,
        string[] columns,
        string[] texts,
        Tensor target,
        Tensor? weights,
        TableOptions options,
        IReadOnlyList<string>? classes,
        int seed
    )
    {
        var rows = table.Rows;
        var (rest, test) = Cut(
            Enumerable.Range(0, rows).ToArray(),
            options.Test,
            target,
            classes,
            seed
        );
        var (train, validation) = Cut(
            rest,
            options.Validation / (1 - options.Test),
            target,
            classes,
            seed
        );
        // Columns of texts have an input for every text of the table, so that the model does not depend on the seed.
        var fitted = Preparation.Fit(table.Gather(train), columns, texts, options.Target);
        var whole = Preparation.Fit(table, columns, texts, options.Target);
        var preparation = fitted with
        {
            Columns =
            [
                .. fitted.Columns.Zip(whole.Columns, (own, all) => own.Texts is null ? own : all),
            ],
        };
        var inputs = preparation.Transform(table);
        Samples Rows(int[] chosen) =>
            new(inputs.Gather(chosen), target.Gather(chosen), weights?.Gather(chosen));
        return new(Rows(train), Rows(validation), Rows(test)) { Preparation = preparation };
    }

    // Stratified where every class has rows enough for both sides.
    private static (int[] Kept, int[] Taken) Cut(
        int[] rows,
        double share,
        Tensor target,
        IReadOnlyList<string>? classes,
        int seed
    )
    {
        var labels = classes is null ? null : target.Gather(rows);
        var counts = labels is null ? [] : ClassBalance.Counts(labels, classes!.Count);
        var stratify =
            labels is not null
            && counts.Where(count => count > 0).All(count => count >= 2)
            && Math.Min(share, 1 - share) * rows.Length >= counts.Length + 1;
        var (kept, cut) = Split.TrainTestRows(
            rows.Length,
            testSize: share,
            seed: seed,
            stratify: stratify ? labels : null
        );
        return ([.. kept.Select(i => rows[i])], [.. cut.Select(i => rows[i])]);
    }

    private static TextTable WithoutMissing(TextTable table, string[] columns, TableOptions options)
    {
        var values = columns.ToDictionary(column => column, column => table[column]);
        bool IsMissing(int row, string column) => string.IsNullOrWhiteSpace(values[column][row]);
        bool IsWhole(int row) => !columns.Any(column => IsMissing(row, column));
        int[] whole = [.. Enumerable.Range(0, table.Rows).Where(IsWhole)];
        if (whole.Length < table.Rows && !options.DropMissing)
        {
            var row = Enumerable.Range(0, table.Rows).First(i => !IsWhole(i));
            var column = columns.First(name => IsMissing(row, name));
            throw new InvalidDataException(
                $"{table.Path}, {table.Place(row)}: column '{column}' has no value; {table.Rows - whole.Length} of {table.Rows} rows lack one. "
                    + "Fill them in, leave them out with --missing drop, or leave the column out with --ignore."
            );
        }

        const int Fewest = 5;
        return whole.Length >= Fewest
            ? table.Gather(whole)
            : throw new InvalidDataException(
                $"{table.Path} has {whole.Length} whole rows; {Fewest} are the least to train, validate and test on."
            );
    }

    private static string[]? Classes(TextTable table, TableOptions options, Loss? loss)
    {
        var column = options.Target;
        if (IsOfNumbers(loss))
        {
            return null;
        }

        var values = table[column];
        var numeric =
            !options.Texts.Contains(column) && ColumnKinds.IsNumeric(table, column, isTarget: true);
        string[] names = [.. (numeric ? values.Select(Normal) : values).Distinct()];
        var whole =
            numeric
            && names.All(name =>
                double.IsInteger(double.Parse(name, CultureInfo.InvariantCulture))
            );
        if (loss is null && numeric && !(whole && names.Length <= MostNumberedClasses))
        {
            return null;
        }

        if (names.Length == 1)
        {
            throw new InvalidDataException(
                $"{table.Path}: column '{column}' holds '{ColumnKinds.Shown(names[0])}' in every row; there is one class alone, and nothing to tell apart."
            );
        }

        if (loss is BinaryCrossentropy && names.Length != 2)
        {
            throw new InvalidDataException(
                $"{table.Path}: column '{column}' holds {names.Length} classes; binary_crossentropy tells two apart. Take sparse_categorical_crossentropy."
            );
        }

        return numeric
            ? [.. names.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    // 1 and 1.0 are one class.
    private static string Normal(string text) =>
        ColumnKinds.TryNumber(text, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;

    private static IEnumerable<double> Numbers(TextTable table, string column) =>
        Enumerable.Range(0, table.Rows).Select(row => Preparation.Number(table, column, row));
}
