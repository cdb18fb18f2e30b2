using System.Runtime.CompilerServices;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>A headless Chromium, started once. Tests that need it are skipped, by name and counted, where there is none.</summary>
[SetUpFixture]
public sealed class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static Lazy<ChromeDriver?>? driver;
    private static string folder = "";

    [OneTimeSetUp]
    public void Prepare()
    {
        folder = Directory.CreateTempSubdirectory("report").FullName;
        driver = new(Start);
    }

    [OneTimeTearDown]
    public void Close()
    {
        if (driver is { IsValueCreated: true })
        {
            driver.Value?.Quit();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Opens a page in a window of a desktop, in the light scheme.</summary>
    public static Page Open(string html, string hash = "", [CallerMemberName] string name = "")
    {
        if (driver!.Value is not { } chromium)
        {
            Assert.Ignore(
                "Chromium is absent: 'apt-get install chromium chromium-driver' lets the page be looked at."
            );
            throw new InvalidOperationException();
        }

        var path = Path.Combine(folder, $"{name}-{Guid.NewGuid():N}.html");
        File.WriteAllText(path, html);
        var page = new Page(chromium, new Uri(path).AbsoluteUri);
        page.Look(1280, 900);
        page.Go(hash);
        return page;
    }

    private static ChromeDriver? Start()
    {
        if (
            Find("chromedriver") is not { } driver
            || Names.Select(Find).FirstOrDefault(path => path is not null) is not { } browser
        )
        {
            return null;
        }

        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments(
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            $"--user-data-dir={Path.Combine(folder, "profile")}"
        );
        if (Environment.IsPrivilegedProcess)
        {
            // Chromium's sandbox does not start for root.
            options.AddArgument("--no-sandbox");
        }

        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(
            Path.GetDirectoryName(driver)!,
            Path.GetFileName(driver)
        );
        service.SuppressInitialDiagnosticInformation = true;
        return new(service, options, Patience);
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>One page in the browser.</summary>
public sealed class Page(ChromeDriver driver, string address) : IDisposable
{
    /// <summary>Opens it anew, at a place in it, and waits until it is drawn.</summary>
    public void Go(string hash = "")
    {
        // Another place of the same page would not load it.
        driver.Navigate().GoToUrl("about:blank");
        driver.Manage().Logs.GetLog(LogType.Browser);
        driver.Navigate().GoToUrl(address + hash);
        Until("document.documentElement.dataset.ready === 'true'");
    }

    /// <summary>Gives it a size, a scheme and a medium.</summary>
    public void Look(
        int width,
        int height,
        bool dark = false,
        bool phone = false,
        string medium = "screen"
    )
    {
        driver.ExecuteCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = phone,
            }
        );
        driver.ExecuteCdpCommand(
            "Emulation.setEmulatedMedia",
            new()
            {
                ["media"] = medium,
                ["features"] = new object[]
                {
                    new Dictionary<string, object>
                    {
                        ["name"] = "prefers-color-scheme",
                        ["value"] = dark ? "dark" : "light",
                    },
                    // What scrolls smoothly is not where it is clicked.
                    new Dictionary<string, object>
                    {
                        ["name"] = "prefers-reduced-motion",
                        ["value"] = "reduce",
                    },
                },
            }
        );
    }

    /// <summary>What a script returns.</summary>
    public object? Script(string script, params object[] arguments) =>
        driver.ExecuteScript(script, arguments);

    /// <summary>The text of an element.</summary>
    public string Text(string selector) =>
        (string)Script("return document.querySelector(arguments[0]).innerText", selector)!;

    /// <summary>The texts of all elements of that kind.</summary>
    public string[] Texts(string selector) =>
        [
            .. (
                (IEnumerable<object>)
                    Script(
                        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)",
                        selector
                    )!
            ).Cast<string>(),
        ];

    /// <summary>An element.</summary>
    public IWebElement Find(string selector) => driver.FindElement(By.CssSelector(selector));

    /// <summary>Presses keys where the focus is.</summary>
    public void Press(string keys) =>
        new OpenQA.Selenium.Interactions.Actions(driver).SendKeys(keys).Perform();

    /// <summary>Waits until something holds.</summary>
    public void Until(string condition)
    {
        var last = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (Script($"return !!({condition})") is not true)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(last), $"It never comes to {condition}.");
            Thread.Sleep(20);
        }
    }

    /// <summary>The page as it is printed, a PDF.</summary>
    public byte[] Print() => driver.Print(new()).AsByteArray;

    /// <summary>What the console was told since the page was opened.</summary>
    public string[] Errors() =>
        [
            .. driver
                .Manage()
                .Logs.GetLog(LogType.Browser)
                .Select(entry => $"{entry.Level}: {entry.Message}"),
        ];

    public void Dispose() => driver.Navigate().GoToUrl("about:blank");
}
