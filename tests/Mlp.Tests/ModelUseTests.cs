namespace Mlp.Tests;

public sealed class ModelUseTests
{
    [Test]
    public void Many_may_read()
    {
        var use = new ModelUse();

        using var here = use.Read("Predict");
        Elsewhere(() => use.Read("Evaluate").Dispose());

        Assert.That(() => use.Read("Predict").Dispose(), Throws.Nothing);
    }

    [TestCase("Change")]
    [TestCase("Train")]
    public void Nobody_reads_what_another_thread_changes(string how)
    {
        var use = new ModelUse();

        using (Begin(use, how, "SetWeights"))
        {
            Elsewhere(() => Refused(() => use.Read("Predict"), "Predict", "SetWeights"));
            Elsewhere(() => Refused(() => use.Change("SetWeights"), "SetWeights"));
            Elsewhere(() => Refused(() => use.Train("Fit"), "Fit", "SetWeights"));
        }

        Elsewhere(() => use.Train("Fit").Dispose());
    }

    [TestCase("Change")]
    [TestCase("Train")]
    public void Nobody_changes_what_is_read(string how)
    {
        var use = new ModelUse();

        using (use.Read("Predict"))
        {
            Elsewhere(() => Refused(() => Begin(use, how, "Fit"), "Fit"));
            Refused(() => Begin(use, how, "Fit"), "Fit");
        }

        Begin(use, how, "Fit").Dispose();
    }

    // On the thread of the training: its callbacks.
    [Test]
    public void Within_a_training_one_may_read_and_set_but_not_train()
    {
        var use = new ModelUse();

        using var fit = use.Train("Fit");
        using (use.Read("Predict"))
        using (use.Change("SetWeights")) { }

        Refused(() => use.Train("TrainOnBatch"), "TrainOnBatch", "callback of Fit");
        // What was within it has not ended it.
        Elsewhere(() => Refused(() => use.Read("Predict"), "Fit"));
    }

    [Test]
    public void In_use_it_cannot_be_ended()
    {
        var use = new ModelUse();
        using (use.Read("Predict"))
        {
            Refused(() => use.End(), "Dispose");
        }

        using (use.Train("Fit"))
        {
            Refused(() => use.End(), "Dispose", "Fit");
        }

        Assert.That(use.End());
        Assert.That(use.End(), Is.False);
        Assert.That(() => use.Read("Predict"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => use.Train("Fit"), Throws.TypeOf<ObjectDisposedException>());
    }

    private static ModelUse.Turn Begin(ModelUse use, string how, string call) =>
        how == "Change" ? use.Change(call) : use.Train(call);

    private static void Refused(Action act, params string[] words)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => act());
        foreach (var word in words)
        {
            Assert.That(refusal!.Message, Does.Contain(word));
        }
    }

    private static void Elsewhere(Action act) => Task.Run(act).GetAwaiter().GetResult();
}
