using System.Text;
using Mlp.Data;

namespace Mlp.Conformance.Mutants;

/// <summary>docs/mutants.md says what is measured.</summary>
[NonParallelizable]
public class PageTests
{
    [Test]
    public void The_page_is_what_was_measured()
    {
        var page = File.Exists(Page.File) ? File.ReadAllText(Page.File) : "";
        var measured = Page.Measured(page);
        if (Environment.GetEnvironmentVariable(Page.Variable) == "write")
        {
            Aside.Write(Page.File, stream => stream.Write(Encoding.UTF8.GetBytes(measured)));
            page = File.ReadAllText(Page.File);
        }

        Assert.That(page, Is.EqualTo(measured), $"Write it anew: {Page.Command}");
    }
}
