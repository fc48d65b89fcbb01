using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests;
using DenialDesk.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.Web.Tests.Queue;

/// <summary>A desk with a few hundred denials on it, imported from a made-up remittance.</summary>
public sealed class WorkingDesk(Cluster cluster, Chromium chromium) : Site(cluster, chromium)
{
    protected override string Model => "working";

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 4_000_000, seed: 11);
        content.Position = 0;
        await services.GetRequiredService<ImportFile>().Run(
            new ImportFile.Input { Content = content, Name = "morning.835", Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }
}
