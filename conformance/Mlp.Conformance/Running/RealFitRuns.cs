namespace Mlp.Conformance;

/// <summary>
/// Trainings on the real data sets. Rows are prepared and first weights made here, by the formulas that cases state, in
/// double and rounded to float32; digests in the inputs tell a difference of data from one of training.
/// </summary>
internal static class RealFitRuns
{
    private static readonly string[] Features =
    [
        "MedInc",
        "HouseAge",
        "AveRooms",
        "AveBedrms",
        "Population",
        "AveOccup",
        "Latitude",
        "Longitude",
    ];

    public static Node.Map Run(CaseRun run, RealData data)
    {
        var (train, validation) = run.Case.Op switch
        {
            "fashion_mnist" => FashionMnist(run.Params["data"].AsMap(), data),
            "california_housing" => CaliforniaHousing(run.Params["data"].AsMap(), data),
            _ => throw new NotSupportedException($"Data set '{run.Case.Op}' is not supported."),
        };
        var initial = InitialWeights(SpecReader.Model(run.Params));
        CheckInputs(run, train, initial);
        var fit = SpecReader.Fit(run.Params["fit"].AsMap()) with
        {
            Validation = validation is null ? null : InPrecision(run, validation),
        };
        var rows = InPrecision(run, train);
        using var trained = new FitRuns.Training(run, initial.To(run.Precision), rows, fit);
        return run.Outputs(name =>
            name switch
            {
                "evaluate_unweighted" => StepRuns.MapOf(trained.Model.Evaluate(rows)),
                "predict_first_20_validation" when fit.Validation is { } held =>
                    trained.Model.Predict(held.X.Slice(0, 20)),
                "final_weights_digest" => Digests(trained.Model.GetWeights()),
                _ => trained.Output(name),
            }
        );
    }

    /// <summary>w[i,j] = (((7919 i + 104729 j + 31 i j + 1299709 layer) mod 10007) - 5003) / (5003 sqrt(fan_in)), in double, then float32; biases 0.</summary>
    internal static Weights InitialWeights(ModelSpec model) =>
        new(
            model.WeightShapes.Select(
                (shape, variable) =>
                    shape.Length == 1
                        ? Tensor.Create(new float[shape[0]], shape)
                        : Kernel(shape[0], shape[1], variable / 2)
            )
        );

    /// <summary>Shape, sum, sum of squares and largest value of each variable, and up to 16 of its values, evenly spread.</summary>
    internal static Node Digests(IEnumerable<Tensor> variables) =>
        new Node.List([.. variables.Select(Digest)]);

    private static Tensor<float> Kernel(int inputs, int units, long layer)
    {
        var values = new float[inputs * units];
        for (long i = 0; i < inputs; i++)
        {
            for (long j = 0; j < units; j++)
            {
                var integer =
                    (((7919 * i) + (104729 * j) + (31 * i * j) + (1299709 * layer)) % 10007) - 5003;
                values[(i * units) + j] = (float)(integer / (5003 * Math.Sqrt(inputs)));
            }
        }

        return Tensor.Create(values, inputs, units);
    }

    private static (Samples Train, Samples? Validation) FashionMnist(
        Node.Map parameters,
        RealData data
    )
    {
        var (files, hashes) = Files(parameters);
        var images = data.Idx(files[0], hashes?[0]);
        var labels = data.Idx(files[1], hashes?[1]);
        return (Rows(parameters["train_rows"]), Validation(parameters, Rows));

        Samples Rows(Node range)
        {
            var (start, end) = Range(range);
            var pixels = images.Slice(start, end);
            return new(
                Tensor.Create(
                    Array.ConvertAll(pixels.Values.ToArray(), pixel => pixel / 255f),
                    pixels.Rows,
                    pixels.RowLength
                ),
                Array.ConvertAll(labels.Slice(start, end).Values.ToArray(), label => (long)label)
            );
        }
    }

    private static (Samples Train, Samples? Validation) CaliforniaHousing(
        Node.Map parameters,
        RealData data
    )
    {
        var (files, hashes) = Files(parameters);
        var table = data.Table(files[0], hashes?[0]);
        var x = table.ToMatrix(Features);
        var y = table["MedHouseVal"].ToFloat32();
        var (start, end) = Range(parameters["train_rows"]);
        var (means, deviations) = Statistics(x.Slice(start, end));
        return (Rows(parameters["train_rows"]), Validation(parameters, Rows));

        Samples Rows(Node range)
        {
            var (first, last) = Range(range);
            var rows = x.Slice(first, last);
            var scaled = new float[rows.Length];
            for (var i = 0; i < scaled.Length; i++)
            {
                var column = i % Features.Length;
                scaled[i] = (float)((rows[i] - means[column]) / deviations[column]);
            }

            return new(Tensor.Create(scaled, [.. rows.Shape]), y.Slice(first, last));
        }
    }

    // None where a case names none: it may split some off, or do without.
    private static Samples? Validation(Node.Map parameters, Func<Node, Samples> rows) =>
        parameters.TryGet("validation_rows", out var range) ? rows(range) : null;

    private static (double[] Means, double[] Deviations) Statistics(Tensor<double> rows)
    {
        var (means, deviations) = (new double[rows.RowLength], new double[rows.RowLength]);
        for (var i = 0; i < rows.Length; i++)
        {
            means[i % means.Length] += rows[i] / rows.Rows;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var difference = rows[i] - means[i % means.Length];
            deviations[i % means.Length] += difference * difference / rows.Rows;
        }

        return (means, Array.ConvertAll(deviations, Math.Sqrt));
    }

    private static (string[] Files, string[]? Hashes) Files(Node.Map parameters) =>
        (
            [.. parameters["files"].AsList().Select(file => file.AsText())],
            parameters.TryGet("sha256", out var hashes)
                ? [.. hashes.AsList().Select(hash => hash.AsText())]
                : null
        );

    private static (int Start, int End) Range(Node node) =>
        node.AsList() is [var start, var end]
            ? (start.AsInteger(), end.AsInteger())
            : throw new InvalidCaseException("A range of rows is [start, end].");

    private static Samples InPrecision(CaseRun run, Samples rows) =>
        rows with
        {
            X = rows.X.To(run.Precision),
        };

    private static Node Digest(Tensor variable)
    {
        var values = variable.ToFloat64().Values.ToArray();
        var count = Math.Min(16, values.Length);
        int[] places =
        [
            .. Enumerable
                .Range(0, count)
                .Select(k => count == 1 ? 0 : (int)((long)k * (values.Length - 1) / (count - 1))),
        ];
        return Node.Map.Of(
            ("shape", new Node.List([.. variable.Shape.Select(size => (Node)size)])),
            ("sum", Tensor.Scalar(values.Sum())),
            ("sum_sq", Tensor.Scalar(values.Sum(value => value * value))),
            ("max_abs", Tensor.Scalar(values.Max(Math.Abs))),
            ("flat_index", new Node.List([.. places.Select(place => (Node)place)])),
            ("value", variable.Reshape(variable.Length).Gather(places))
        );
    }

    private static void CheckInputs(CaseRun run, Samples train, Weights initial)
    {
        foreach (var (name, expected) in run.Inputs.Entries)
        {
            Node found = name switch
            {
                "x_first_row" when expected is Node.Map => Node.Map.Of(
                    ("sum", train.X.Slice(0, 1).ToFloat64().Values.ToArray().Sum())
                ),
                "x_first_row" => train.X.Slice(0, 1).Reshape(train.X.RowLength),
                "y_first_10" => train.Y.Slice(0, 10),
                "initial_weights_digest" => Digests(initial),
                _ => throw new InvalidCaseException($"Input '{name}' is not known here."),
            };
            CheckSame(name, expected, found);
        }
    }

    private static void CheckSame(string name, Node expected, Node found)
    {
        var leaves = found.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        foreach (var (path, leaf) in expected.Leaves())
        {
            var (mine, theirs) = (Numbers(leaves[path]), Numbers(leaf));
            // A few roundings of float32: sums are made in another order here.
            if (
                mine.Length != theirs.Length
                || mine.Zip(theirs)
                    .Any(pair =>
                        !(
                            Math.Abs(pair.First - pair.Second)
                            <= 1e-6 * Math.Max(1, Math.Abs(pair.Second))
                        )
                    )
            )
            {
                throw new InvalidDataException(
                    $"{name} {path}: the data give {Show(mine)}, the case was made from {Show(theirs)}."
                );
            }
        }
    }

    private static double[] Numbers(Node leaf) =>
        leaf is Node.OfTensor { Value: var tensor }
            ? tensor.ToFloat64().Values.ToArray()
            : [leaf.AsNumber()];

    private static string Show(double[] values) =>
        string.Join(
            ", ",
            values
                .Take(10)
                .Select(value =>
                    value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
                )
        );
}
