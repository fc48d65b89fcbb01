using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests;
using DenialDesk.Samples;

namespace DenialDesk.Web.Tests.Queue;

/// <summary>A desk with a few hundred denials on it, imported from a made-up remittance.</summary>
public sealed class WorkingDesk(Cluster cluster, Chromium chromium) : Site(cluster, chromium), IAsyncLifetime
{
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 4_000_000, seed: 11);
        content.Position = 0;
        await Get<ImportFile>().Run(
            new ImportFile.Input { Content = content, Name = "morning.835", Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }
}
