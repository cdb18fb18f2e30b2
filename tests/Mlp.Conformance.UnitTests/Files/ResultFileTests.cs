namespace Mlp.Conformance.UnitTests;

internal sealed class ResultFileTests
{
    private static readonly ResultSet Results = new(
        [
            new(
                "a",
                "cpu",
                ResultStatus.Ok,
                Node.Map.Of(("y", Tensor.Vector([1f, float.NaN])), ("list", new Node.List([1.0])))
            ),
            new("b", "cpu", ResultStatus.Ok, Node.Map.Of(("raises", true)), "refused"),
            new("a", "torch:cpu", ResultStatus.Unsupported, Node.Map.Empty, "no"),
            new("b", "torch:cpu", ResultStatus.Error, Node.Map.Empty, "boom"),
            new("c", "cpu", ResultStatus.Absent, Node.Map.Empty, "no data"),
        ],
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["cpu"] = new Dictionary<string, string>
            {
                ["implementation"] = "Mlp.Native",
                ["version"] = "1",
            },
            ["torch:cpu"] = new Dictionary<string, string> { ["version"] = "2" },
        }
    );

    [TestCase("r.parquet")]
    [TestCase("r.jsonl")]
    public void Results_come_out_as_they_went_in_without_the_absent(string name)
    {
        var path = Make.TempFile(name);
        ResultFile.Write(path, Results);
        var read = ResultFile.Read(path);
        Assert.That(
            read.Results.Select(ResultFile.ToJson),
            Is.EqualTo(Results.Results.SkipLast(1).Select(ResultFile.ToJson))
        );
    }

    [Test]
    public void Parquet_keeps_the_environment_of_each_backend()
    {
        var path = Make.TempFile("r.parquet");
        ResultFile.Write(path, Results);
        var read = ResultFile.Read(path);
        Assert.That(read.Environments["cpu"]["implementation"], Is.EqualTo("Mlp.Native"));
        Assert.That(read.Environments["torch:cpu"]["version"], Is.EqualTo("2"));
        Assert.That(read.Backends, Is.EqualTo(new[] { "cpu", "torch:cpu" }));
    }

    [Test]
    public void The_line_of_a_result_is_what_other_languages_write() =>
        Assert.That(
            ResultFile.ToJson(Results.Results[1]),
            Is.EqualTo(
                """{"id":"b","backend":"cpu","status":"ok","outputs":{"raises":true},"message":"refused"}"""
            )
        );

    [TestCase(
        """{"id": "a", "backend": "x", "status": "fine", "outputs": {}}""",
        "status 'fine' is unknown"
    )]
    [TestCase("""{"id": "a", "status": "ok"}""", "'backend' is missing")]
    [TestCase("""[1]""", "Expected an object")]
    [TestCase("""{"id": "a", "backend": "", "status": "ok"}""", "'backend' is empty")]
    [TestCase(
        """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": {"dtype": "float16", "shape": [1], "data": [1]}}}""",
        "dtype 'float16' is unknown"
    )]
    [TestCase(
        """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": {"dtype": "float32", "shape": [2147483647, 2147483647, 2147483647], "data": []}}}""",
        "disagrees with data of 0 values"
    )]
    [TestCase(
        """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": {"dtype": "float32", "shape": [99999999999], "data": []}}}""",
        "sizes are whole numbers of 0 to 2147483647"
    )]
    [TestCase(
        """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": {"dtype": "float64", "shape": [1], "data": [1e999]}}}""",
        "too large for float64"
    )]
    [TestCase(
        """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": 1, "y": 2}}""",
        "no JSON"
    )]
    public void A_wrong_line_is_refused_with_its_place(string line, string message)
    {
        var path = Make.TempFile("r.jsonl");
        File.WriteAllText(path, line);
        Assert.That(
            () => ResultFile.Read(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(message)
                .And.Message.Contains("line 1")
        );
    }

    // Lists in lists, and objects in objects: no deeper than 64, or a reader runs out of stack.
    [TestCase("[", "]")]
    [TestCase("{\"y\":", "}")]
    public void A_line_that_nests_without_end_is_refused_in_few_words(string open, string close)
    {
        const int Depth = 200_000;
        var path = Make.TempFile("r.jsonl");
        File.WriteAllText(
            path,
            """{"id": "a", "backend": "x", "status": "ok", "outputs": {"y": """
                + string.Concat(Enumerable.Repeat(open, Depth))
                + "1"
                + string.Concat(Enumerable.Repeat(close, Depth))
                + "}}"
        );
        Assert.That(
            () => ResultFile.Read(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains("line 1")
                .And.Message.Length.LessThan(1_000)
        );
    }

    [Test]
    public void What_is_wrong_is_not_quoted_without_end()
    {
        var path = Make.TempFile("r.jsonl");
        File.WriteAllText(
            path,
            $$"""{"id": "a", "backend": "x", "status": {{"\"" + new string('x', 1_000_000) + "\""}}}"""
        );
        Assert.That(
            () => ResultFile.Read(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains("is unknown")
                .Or.Message.Contains("xxx...")
                .And.Message.Length.LessThan(1_000)
        );
    }

    [Test]
    public void Two_results_of_one_case_and_backend_are_refused()
    {
        var path = Make.TempFile("r.jsonl");
        File.WriteAllText(
            path,
            string.Concat(
                Enumerable.Repeat(
                    """{"id": "a", "backend": "x", "status": "ok", "outputs": {}}""" + "\n",
                    2
                )
            )
        );
        Assert.That(
            () => ResultFile.Read(path),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("2 results")
        );
    }
}
