namespace Mlp.Conformance.UnitTests;

internal sealed class CaseJsonTests
{
    private const string Plain =
        """{"id": "a/1", "family": "losses", "op": "mse", "params": {}, "dtype": "float32", "inputs": {"x": {"dtype": "float32", "shape": [2], "data": [1, "NaN"]}}, "expected": {"y": 1}, "source": "here"}""";

    [Test]
    public void Every_imported_case_comes_out_as_it_went_in()
    {
        foreach (var value in ImportedCases.All)
        {
            var line = CaseJson.Write(value);
            var read = CaseJson.Read(line);

            Assert.That(CaseJson.Write(read), Is.EqualTo(line), value.Id);
            Assert.That(Manifest.Hash(read), Is.EqualTo(Manifest.Hash(value)), value.Id);
        }

        Assert.That(ImportedCases.All, Has.Count.GreaterThanOrEqualTo(327));
    }

    [Test]
    public void Bounds_come_out_as_they_went_in()
    {
        var bounds = new Dictionary<string, Bound>
        {
            ["y/0"] = new("exact", Tensor.Scalar(0.0), null),
            ["y/1"] = new("exp", Tensor.Vector([1e-7, 2e-7]), Tensor.Scalar(1e-8)),
        };
        var read = CaseJson.Read(CaseJson.Write(CaseJson.Read(Plain) with { Bounds = bounds }));

        Assert.That(read.Bounds!.Keys, Is.EquivalentTo(bounds.Keys));
        Assert.That(read.Bounds["y/0"].Warn, Is.Null);
        Assert.That(read.Bounds["y/0"].Fail.Rank, Is.Zero);
        Assert.That(read.Bounds["y/1"].Policy, Is.EqualTo("exp"));
        Assert.That(read.Bounds["y/1"].Fail.Values.ToArray(), Is.EqualTo(new[] { 1e-7, 2e-7 }));
        Assert.That(read.Bounds["y/1"].Warn![0], Is.EqualTo(1e-8));
    }

    [Test]
    public void Whole_numbers_beyond_2_to_53_keep_every_digit()
    {
        var json = Plain.Replace(
            """{"dtype": "float32", "shape": [2], "data": [1, "NaN"]}""",
            """{"dtype": "int64", "shape": [1], "data": [9007199254740993]}""",
            StringComparison.Ordinal
        );
        Assert.That(CaseJson.Write(CaseJson.Read(json)), Does.Contain("9007199254740993"));
    }

    [TestCase("\"data\": 7", "shape\": []", ExpectedResult = 7.0)] // a bare number for a scalar
    [TestCase("\"data\": [7]", "shape\": []", ExpectedResult = 7.0)] // a list of one
    [TestCase("\"data\": [[7], [8]]", "shape\": [2, 1]", ExpectedResult = 7.0)] // nested as the shape
    public double Data_may_be_flat_nested_or_one_number(string data, string shape)
    {
        var json = Plain
            .Replace("\"data\": [1, \"NaN\"]", data, StringComparison.Ordinal)
            .Replace("shape\": [2]", shape, StringComparison.Ordinal);
        return CaseJson.Read(json).Inputs["x"].AsTensor()[0];
    }

    [Test]
    public void Flags_are_bytes()
    {
        var json = Plain.Replace(
            """{"dtype": "float32", "shape": [2], "data": [1, "NaN"]}""",
            """{"dtype": "bool", "shape": [2], "data": [true, false]}""",
            StringComparison.Ordinal
        );
        Assert.That(
            ((Tensor<byte>)CaseJson.Read(json).Inputs["x"].AsTensor()).Values.ToArray(),
            Is.EqualTo(new byte[] { 1, 0 })
        );
    }

    [TestCase("\"losses\"", "\"lossess\"", "family 'lossess' is unknown")]
    [TestCase(
        "\"dtype\": \"float32\", \"shape\"",
        "\"dtype\": \"float16\", \"shape\"",
        "dtype 'float16' is unknown"
    )]
    [TestCase("\"shape\": [2]", "\"shape\": [3]", "Shape [3] disagrees with data of 2 values")]
    [TestCase("\"shape\": [2]", "\"shape\": [-2]", "sizes are whole numbers")]
    [TestCase(
        "\"shape\": [2]",
        "\"shape\": [2147483647, 2147483647, 2147483647, 2]",
        "disagrees with data of 2 values"
    )]
    [TestCase("\"shape\": [2]", "\"shape\": [99999999999]", "sizes are whole numbers")]
    [TestCase("[1, \"NaN\"]", "[1, \"nan\"]", "found 'nan'")]
    [TestCase("[1, \"NaN\"]", "[1, 1e39]", "too large for float32")]
    [TestCase("[1, \"NaN\"]", "[1, 1e999]", "1e999")]
    [TestCase(
        "\"float32\", \"shape\": [2], \"data\": [1, \"NaN\"]",
        "\"int32\", \"shape\": [2], \"data\": [1, 1.5]",
        "no whole number"
    )]
    [TestCase("\"source\": \"here\"", "\"sauce\": \"here\"", "'source' is missing")]
    [TestCase("{\"y\": 1}", "{\"a/b\": 1, \"a\": {\"b\": 2}}", "expected: The name 'a/b'")]
    [TestCase("{\"y\": 1}", "{\"\": 1}", "expected: The name ''")]
    [TestCase(
        "\"source\"",
        "\"bounds\": {\"y\": {\"policy\": \"mine\", \"fail\": -1}}, \"source\"",
        "(mine) is -1"
    )]
    [TestCase("{\"y\": 1}", "{\"y\": 1, \"y\": 2}", "no JSON")]
    [TestCase("\"source\"", "\"source", "no JSON")]
    public void A_wrong_line_is_refused_with_file_line_and_id(
        string from,
        string to,
        string message
    )
    {
        var path = Make.TempFile("cases.jsonl");
        var wrong = Plain.Replace(from, to, StringComparison.Ordinal);
        File.WriteAllLines(
            path,
            ["", Plain.Replace("a/1", "a/0", StringComparison.Ordinal), wrong]
        );

        var error = Assert.Throws<InvalidCaseException>(() => CaseJson.ReadFile(path));

        Assert.That(error!.Message, Does.Contain(message).And.Contain($"{path}, line 3"));
        if (!message.Contains("JSON", StringComparison.Ordinal))
        {
            Assert.That(error.Message, Does.Contain("id 'a/1'"));
        }
    }

    [Test]
    public void An_id_given_twice_is_refused_with_both_lines()
    {
        var path = Make.TempFile("cases.jsonl");
        File.WriteAllLines(path, [Plain, Plain]);
        Assert.That(
            () => CaseJson.ReadFile(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains("line 2, id 'a/1': the id is taken by line 1")
        );
    }
}
