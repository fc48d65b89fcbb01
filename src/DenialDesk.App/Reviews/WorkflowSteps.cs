using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.App.Reviews;

/// <summary>The step of the office's workflow that a kind of denial is traced to.</summary>
/// <param name="Department">Empty: nobody knows yet, and naming it is a task.</param>
/// <param name="FromPeople">Denials whose root cause a person named so; 0: it stands in the root-cause map only, to be confirmed.</param>
public sealed record TracedStep(string Department, string Step, long FromPeople)
{
    /// <summary>Not traced: a task.</summary>
    public static TracedStep Unknown { get; } = new("", "", 0);
}

/// <summary>Traces denials to workflow steps: by what people found on them, else by the root-cause map of the office.</summary>
internal sealed class WorkflowSteps
{
    private readonly Dictionary<string, TracedStep> _byCode;
    private readonly RootCauseMap _map;

    private WorkflowSteps(Dictionary<string, TracedStep> byCode, RootCauseMap map) => (_byCode, _map) = (byCode, map);

    // Index denial_month; the newest word about each denial by denial_cause's key.
    private const string Found =
        """
        select d.lead_group || '-' || d.lead_carc, c.department, c.step, count(*)
        from denial d cross join lateral (select department, step from denial_cause x where x.practice_id = d.practice_id and x.denial_id = d.denial_id order by x.cause_id desc limit 1) c
        where ($1::int[] is null or d.practice_id = any($1)) and d.denied_on between $2 and $3
        group by 1, 2, 3 order by 4
        """;

    /// <summary>What was found of the denials of some days, and the map as it holds on the last of them.</summary>
    public static async Task<WorkflowSteps> ReadAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var byCode = new Dictionary<string, TracedStep>();
        foreach (var (code, step) in await database.AskAsync(Found, [actor.PracticeScope, from, to], r => (r.GetString(0), new TracedStep(r.GetString(1), r.GetString(2), r.GetInt64(3))), cancellation)) { byCode[code] = step; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return new(byCode, await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, to, cancellation) ?? RootCauseMap.Shipped);
    }

    /// <summary>The step of a code and category.</summary>
    public TracedStep Of(string code, string category)
        => _byCode.TryGetValue(code, out var found) ? found
            : Line(category) is { } line ? new(line.Department, line.Step, 0)
            : TracedStep.Unknown;

    /// <summary>The department of the map for a category; empty when the map has none.</summary>
    public string DepartmentOf(string category) => Line(category)?.Department ?? "";

    /// <summary>The step of the map for a category; empty when the map has none.</summary>
    public string MappedStep(string category) => Line(category)?.Step ?? "";

    private RootCauseLine? Line(string category) => CodeNames.TryRead<DenialCategory>(category) is { } known && _map.Of(known) is { Count: > 0 } lines ? lines[0] : null;
}
