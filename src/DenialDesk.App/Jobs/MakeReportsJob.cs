using DenialDesk.App.People;
using DenialDesk.App.Reports;

namespace DenialDesk.App.Jobs;

/// <summary>Rings every ten minutes: makes the reports that are due and sends the mails that wait. Done is how many of both.</summary>
internal sealed class MakeReportsJob(MakeDueReports make) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => make.Run(new(), Actor.Desk, cancellation);
}
