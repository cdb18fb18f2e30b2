using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests;

internal sealed class RunnerTests
{
    private static readonly Case Relu = Make.Golden(Tensor.Vector([1f, -2f]), Make.Exact);
    private static readonly Case Refusal = Relu with { Expected = Node.Map.Of(("raises", true)) };
    private static readonly Runner Plain = new(new PlainBackend());

    [Test]
    public void What_the_backend_gives_comes_out_under_the_names_that_the_case_expects()
    {
        var given = Tensor.Vector([7f, 8f]);
        var result = Run(() => given, Relu);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Ok));
        Assert.That(result.Outputs.Keys, Is.EqualTo(new[] { "y" }));
        Assert.That(result.Outputs["y"].AsTensor(), Is.SameAs(given));
        Assert.That(result.Backend, Is.EqualTo("fake"));
    }

    // Along axis 0 what the transposed matrix gives along the last one.
    [TestCase("softmax", 0)]
    [TestCase("softmax", -2)]
    [TestCase("log_softmax", 0)]
    public void A_softmax_works_along_the_axis_that_is_asked_for(string op, int axis)
    {
        Tensor x = Tensor.Create([1f, 5f, -2f, 0.5f, 3f, 2f], 3, 2);
        Tensor upstream = Tensor.Create([1f, 2f, 3f, -1f, 0f, 4f], 3, 2);

        var along = Activated(x, upstream, Node.Map.Of(("axis", axis)));
        var turned = Activated(Axes.Transpose(x), Axes.Transpose(upstream), Node.Map.Empty);

        foreach (var name in new[] { "y", "grad_x" })
        {
            Assert.That(
                along[name].AsTensor().ToFloat64().Values.ToArray(),
                Is.EqualTo(Axes.Transpose(turned[name].AsTensor()).ToFloat64().Values.ToArray()),
                name
            );
        }

        Node.Map Activated(Tensor values, Tensor back, Node.Map parameters)
        {
            var result = Plain.Run(
                Relu with
                {
                    Op = op,
                    Params = parameters,
                    Inputs = Node.Map.Of(("x", values), ("upstream", back)),
                    Expected = Node.Map.Of(("y", values), ("grad_x", values)),
                }
            );
            Assert.That(result.Status, Is.EqualTo(ResultStatus.Ok), result.Message);
            return result.Outputs;
        }
    }

    [Test]
    public void What_is_cancelled_is_no_answer_of_the_backend()
    {
        using var source = new CancellationTokenSource();
        var runner = new Runner(
            new FakeBackend(() =>
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            })
        );

        Assert.That(
            () => runner.Run(Relu, source.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(
            () => Plain.Run(Relu, source.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        // Nobody asked for it: the backend broke.
        Assert.That(
            Run(() => throw new OperationCanceledException(), Relu).Status,
            Is.EqualTo(ResultStatus.Error)
        );
    }

    [Test]
    public void Not_supported_is_unsupported_also_where_a_refusal_is_due()
    {
        var result = Run(() => throw new NotSupportedException("no"), Refusal);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Unsupported));
        Assert.That(result.Message, Is.EqualTo("no"));
    }

    [Test]
    public void An_argument_exception_is_the_due_refusal_and_an_error_where_none_is_due()
    {
        var due = Run(() => throw new ArgumentException("bad"), Refusal);
        Assert.That(due.Status, Is.EqualTo(ResultStatus.Ok));
        Assert.That(due.Outputs["raises"].AsFlag(), Is.True);
        Assert.That(
            Run(() => throw new ArgumentException("bad"), Relu).Status,
            Is.EqualTo(ResultStatus.Error)
        );
    }

    [Test]
    public void Any_other_exception_is_an_error_also_where_a_refusal_is_due()
    {
        var result = Run(() => throw new InvalidOperationException("boom"), Refusal);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Error));
        Assert.That(result.Message, Is.EqualTo("InvalidOperationException: boom"));
    }

    [Test]
    public void An_error_is_told_in_one_line_and_may_be_that_memory_ran_out()
    {
        var result = Run(
            () => throw new InsufficientMemoryException("too much\nframe #0: alloc"),
            Relu
        );
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Error));
        Assert.That(result.Message, Is.EqualTo("InsufficientMemoryException: too much"));
    }

    [Test]
    public void An_error_does_not_say_where_things_lie_on_this_machine()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var result = Run(
            () => throw new IOException($"{Path.Combine(home, "nets", "a.bin")} is damaged"),
            Relu
        );
        Assert.That(
            result.Message,
            Is.EqualTo($"IOException: {Path.Combine("~", "nets", "a.bin")} is damaged")
        );
    }

    [Test]
    public void A_refusal_that_does_not_come_leaves_no_outputs_and_fails()
    {
        var value = Refusal with
        {
            Inputs = Node.Map.Of(("x", Tensor.Vector([1f])), ("upstream", Tensor.Vector([1f]))),
        };
        var result = Run(() => Tensor.Vector([1f, 2f]), value);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Ok));
        Assert.That(result.Outputs.Entries, Is.Empty);
        Assert.That(new Judge().Verdict(value, result).Kind, Is.EqualTo(VerdictKind.Failed));
    }

    [Test]
    public void A_backend_without_operations_does_not_support_them()
    {
        var result = new Runner(new FakeBackend(() => Tensor.Scalar(1f), hasOperations: false)).Run(
            Relu
        );
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Unsupported));
    }

    [Test]
    public void A_missing_input_and_an_unknown_output_do_not_stop_the_run()
    {
        Assert.That(
            Run(() => Tensor.Scalar(1f), Relu with { Inputs = Node.Map.Empty }).Status,
            Is.EqualTo(ResultStatus.Error)
        );
        var unknown = Relu with { Expected = Node.Map.Of(("z", 1.0)) };
        Assert.That(
            Run(() => Tensor.Scalar(1f), unknown).Status,
            Is.EqualTo(ResultStatus.Unsupported)
        );
    }

    [Test]
    public void A_case_in_float64_runs_in_float64()
    {
        var result = Plain.Run(Relu with { DType = ElementType.Float64 });
        Assert.That(result.Outputs["y"].AsTensor().Type, Is.EqualTo(ElementType.Float64));
    }

    [Test]
    public void A_case_whose_data_are_not_here_is_absent()
    {
        var real = ImportedCases.All.First(value => value.Family == "fit_real");
        Assert.That(Plain.Run(real).Status, Is.EqualTo(ResultStatus.Absent));
        Assert.That(
            new Runner(new PlainBackend(), "/nowhere").Run(real).Status,
            Is.EqualTo(ResultStatus.Absent)
        );
    }

    // As scikit-learn has it: an int counts rows, a float is a share of them.
    [TestCase("1", true)]
    [TestCase("1.0", false)]
    [TestCase("1e0", false)]
    [TestCase("0.5", true)]
    public void A_test_size_of_1_is_a_row_and_one_of_1_0_all_of_them(string size, bool taken)
    {
        var value = CaseJson.Read(
            $$"""
            {"id": "mine/1", "family": "splits", "op": "train_test_split", "params": {"n": 10, "test_size": {{size}}}, "dtype": "int64", "inputs": {}, "expected": {"n_test": 1}, "source": "test"}
            """
        );
        var written = CaseJson.Read(CaseJson.Write(value));
        foreach (var asked in new[] { value, written })
        {
            Assert.That(
                Plain.Run(asked).Status,
                Is.EqualTo(taken ? ResultStatus.Ok : ResultStatus.Error)
            );
        }
    }

    // fit_real takes the plain loops half a minute; the suite over real backends runs it.
    [Test]
    public void Every_imported_case_but_the_real_data_holds_on_the_plain_loops()
    {
        var judge = new Judge([Onnx.Decline]);
        var verdicts = ImportedCases
            .All.Where(value => value.Family != "fit_real")
            .Select(value => judge.Verdict(value, Plain.Run(value)))
            .ToArray();
        Assert.That(verdicts, Has.Length.AtLeast(892));
        Assert.That(
            verdicts.Where(verdict => verdict.IsBad).Select(verdict => FailureText.Of(verdict)),
            Is.Empty
        );
        Assert.That(Onnx.Decline.IsStale(verdicts), Is.False);
        Assert.That(verdicts.Count(verdict => verdict.Kind == VerdictKind.Declined), Is.EqualTo(9));
    }

    [TestCase("losses", "dev/losses/0001", "none")]
    [TestCase("loss_gradients", "dev/loss_gradients/0001", "grad_y_pred")]
    [TestCase("weighted_losses", "dev/weighted_losses/0018", "mean_with_sample_weight")]
    [TestCase("activations", "dev/activations/0009", "grad_x")]
    [TestCase("optimizers", "dev/optimizers/0008", "weights_after_step/3/1")]
    [TestCase("metrics", "dev/metrics/0002", "after_each_batch")]
    [TestCase("metrics", "dev/metrics/0024", "evaluate/loss")]
    [TestCase("scaler", "dev/scaler/0001", "transformed")]
    [TestCase("fit", "dev/fit/0001", "final_weights/0")]
    [TestCase("onehot_argmax", "dev/onehot_argmax/0001", "onehot")]
    public void A_wrong_digit_in_one_output_fails_the_case(string family, string id, string path)
    {
        var value = ImportedCases.All.First(value => value.Id == id);
        var result = Plain.Run(value);
        Assert.That(value.Family, Is.EqualTo(family));
        Assert.That(new Judge().Verdict(value, result).IsBad, Is.False);

        // Four digits are right, the fifth is not.
        var spoilt = result with
        {
            Outputs = Spoil(result.Outputs, path.Split('/')).AsMap(),
        };
        var verdict = new Judge().Verdict(value, spoilt);
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(
            verdict
                .Outputs.Single(output =>
                    output.Kind == VerdictKind.Failed
                    && !output.Path.Contains("60", StringComparison.Ordinal)
                )
                .Path,
            Is.EqualTo(path)
        );
    }

    private static Node Spoil(Node node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            var values = node.AsTensor().ToFloat64().Values.ToArray();
            values[^1] = values[^1] * 1.0001 + 1e-5;
            return Tensor.Create(values, [.. node.AsTensor().Shape]);
        }

        var (name, rest) = (path[0], path[1..].ToArray());
        return node is Node.List list
            ? new Node.List([
                .. list.Items.Select(
                    (item, i) =>
                        i == int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)
                            ? Spoil(item, rest)
                            : item
                ),
            ])
            : Node.Map.Of(
                node.AsMap()
                    .Entries.Select(entry =>
                        (entry.Key, entry.Key == name ? Spoil(entry.Value, rest) : entry.Value)
                    )
            );
    }

    private static Result Run(Func<Tensor> answer, Case value) =>
        new Runner(new FakeBackend(answer)).Run(value);
}
