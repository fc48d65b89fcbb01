using DenialDesk.App.Claims;
using DenialDesk.Domain;
using DenialDesk.Web.Hosting;

namespace DenialDesk.Web.Pages.Claims;

/// <summary>A claim whose match a person decides on, as the page shows it.</summary>
public sealed record MatchTarget(int PracticeId, long ClaimId, int Version);

/// <summary>What is being decided on a page: the submission or the reason asked for, one command id until it is answered, and what was told last.</summary>
public sealed class MatchDesk(ResolveMatch resolve, UndoMatch undo, CurrentActor who)
{
    private Guid _command = Guid.NewGuid();

    /// <summary>The claim a question stands open for; null without one.</summary>
    public MatchTarget? Target { get; private set; }

    /// <summary>The submission to be confirmed; null when a reason is asked for.</summary>
    public MatchCandidate? Choice { get; private set; }

    /// <summary>Why none of those offered.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The last decision, which can be undone from here; null when it was an undoing.</summary>
    public MatchTarget? Last { get; private set; }

    /// <summary>What came of it, in words.</summary>
    public string? Told { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>First click: this one, or (without a submission) none of these.</summary>
    public void Ask(MatchTarget target, MatchCandidate? choice)
        => (Target, Choice, Reason, Refusal, Told, _command) = (target, choice, "", null, null, Guid.NewGuid());

    /// <summary>Leaves the question.</summary>
    public void Leave() => (Target, Choice) = (null, null);

    /// <summary>Second click.</summary>
    public async Task DecideAsync()
    {
        if (Target is not { } target) { return; }

        var result = await resolve.Run(
            new() { CommandId = _command, PracticeId = target.PracticeId, ClaimId = target.ClaimId, Version = target.Version, SubmittedId = Choice?.SubmittedId, Reason = Reason },
            await who.GetAsync(), CancellationToken.None);
        Refusal = result.Refusal;
        if (result.Refusal is { Code: "reason_missing" }) { return; }

        if (result.Refusal is null)
        {
            Told = Choice is null ? "Noted: none of those offered." : "Matched to the submitted claim.";
            Last = target with { Version = result.Version };
        }

        Leave();
    }

    /// <summary>Takes the last decision on a claim back.</summary>
    public async Task UndoAsync(MatchTarget target)
    {
        var result = await undo.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = target.PracticeId, ClaimId = target.ClaimId, Version = target.Version }, await who.GetAsync(), CancellationToken.None);
        (Refusal, Told, Last) = (result.Refusal, result.Refusal is null ? "Undone: the claim stands as before." : null, null);
    }
}
