namespace Mlp.Conformance.UnitTests;

internal sealed class DeclineFileTests
{
    private static readonly Case Sgd = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1e-3)) with
    {
        Family = "optimizers",
        Op = "SGD",
        Params = Node.Map.Of(
            ("momentum", 0.5),
            (
                "learning_rate",
                Node.Map.Of(("schedule", "CosineDecay"), ("initial_learning_rate", 0.1))
            ),
            ("units", new Node.List([3.0, 4.0]))
        ),
        Tags = ["nan", "clip"],
    };

    [TestCase("\"family\": \"optimizers\"", true)]
    [TestCase("\"family\": \"losses\"", false)]
    [TestCase("\"op\": \"SGD\"", true)]
    [TestCase("\"op\": [\"Adam\", \"SGD\"]", true)]
    [TestCase("\"op\": [\"Adam\"]", false)]
    [TestCase("\"params\": {\"momentum\": 0.5}", true)]
    [TestCase("\"params\": {\"momentum\": 0.75}", false)]
    [TestCase("\"params\": {\"momentum\": null}", false)] // must be left out
    [TestCase("\"params\": {\"nesterov\": null}", true)]
    [TestCase("\"params\": {\"nesterov\": true}", false)]
    [TestCase("\"params\": {\"learning_rate\": {\"schedule\": \"CosineDecay\"}}", true)] // others may stand beside it
    [TestCase("\"params\": {\"learning_rate\": 0.1}", false)]
    [TestCase("\"params\": {\"units\": [3, 4]}", true)]
    [TestCase("\"params\": {\"units\": [3, 5]}", false)]
    [TestCase("\"params\": {\"units\": [3]}", false)] // a list is all of it
    [TestCase("\"tags\": [\"nan\"]", true)]
    [TestCase("\"tags\": [\"nan\", \"ties\"]", false)] // all must be there
    [TestCase("\"dtype\": \"float64\"", false)]
    [TestCase("\"family\": \"optimizers\", \"op\": \"SGD\", \"tags\": \"clip\"", true)]
    [TestCase("\"family\": \"optimizers\", \"op\": \"SGD\", \"tags\": \"ties\"", false)] // all must hold
    public void A_rule_covers_what_all_of_it_says(string condition, bool covers)
    {
        var rules = DeclineFile.Parse(
            $$"""[{"kind": "differs", "reason": "Because.", {{condition}}}]""",
            "rules.json"
        );
        Assert.That(rules[0].Covers(Sgd), Is.EqualTo(covers));
        Assert.That(rules[0].Kind, Is.EqualTo(DeclineKind.Differs));
        Assert.That(rules[0].Reason, Is.EqualTo("Because."));
    }

    [Test]
    public void Rules_are_read_from_a_file_which_messages_name()
    {
        var path = Make.TempFile("declines.json");
        File.WriteAllText(path, """[{"kind": "differs", "reason": "x", "family": "onnx"}]""");
        Assert.That(DeclineFile.Read(path).Single().Family, Is.EqualTo("onnx"));
        File.WriteAllText(path, "{}");
        Assert.That(
            () => DeclineFile.Read(path),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains(path)
        );
    }

    [TestCase("{", "no JSON")]
    [TestCase("{}", "no list of rules")]
    [TestCase("[1]", "rule 1")]
    [TestCase("""[{"kind": "differs", "reason": "x"}]""", "every case")]
    [TestCase("""[{"kind": "differs", "family": "onnx", "op": "x"}]""", "'reason' is missing")]
    [TestCase("""[{"kind": "differs", "reason": "", "family": "onnx"}]""", "'reason' is empty")]
    [TestCase("""[{"reason": "x", "family": "onnx"}]""", "rule 1")]
    [TestCase("""[{"kind": "differ", "reason": "x", "family": "onnx"}]""", "differs")]
    [TestCase("""[{"kind": "differs", "reason": "x", "family": "onxx"}]""", "onnx")]
    [TestCase("""[{"kind": "differs", "reason": "x", "famly": "onnx"}]""", "family")]
    [TestCase("""[{"kind": "differs", "reason": "x", "dtype": "float16"}]""", "float16")]
    [TestCase("""[{"kind": "differs", "reason": "x", "op": 1}]""", "a string")]
    public void A_rule_that_says_nothing_or_something_unknown_is_refused(
        string json,
        string message
    ) =>
        Assert.That(
            () => DeclineFile.Parse(json, "rules.json"),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.StartsWith("rules.json")
                .And.Message.Contains(message)
                .IgnoreCase
        );
}
