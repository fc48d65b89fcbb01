using DenialDesk.App.Data;
using DenialDesk.App.People;

namespace DenialDesk.App.Reviews;

/// <summary>Changes of the office's workflow that took effect in some days, with what was measured of them.</summary>
internal static class WorkflowChanges
{
    /// <summary>The changes, newest first.</summary>
    public static Task<List<WorkflowChange>> ReadAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation)
        => Task.FromResult(new List<WorkflowChange>());

    /// <summary>A practice's changes that are not finished.</summary>
    public static Task<List<WorkflowChange>> OpenAsync(DeskSource database, int practice, CancellationToken cancellation) => Task.FromResult(new List<WorkflowChange>());
}
