using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Web.Commands;

/// <summary>What the demo's manager did about denials: a change that was made months ago and is measured, a reminder, and a rule that was drafted from denials; and what the nights found.</summary>
public sealed class PreventionDemo(
    FindSpikes find, MeasureChanges measure, SaveAction save, StepAction step, DraftClaimRule draft, SaveClaimRule keep, MoveClaimRule move, CountShadows count, QueueChoices choices, FindActor people)
{
    /// <summary>Days ago that the front desk began to check coverage at check-in; the sample year tells the same.</summary>
    public const int ChangeDaysAgo = 125;

    private const int WeeksBack = 10;

    /// <summary>Leaves the demo as it would be after these months.</summary>
    public async Task Run(DateOnly today, CancellationToken cancellation)
    {
        if (await people.Run(PrepareDemo.People[1].Id, null, cancellation) is not { } manager) { return; }

        var lists = await choices.Run(manager, cancellation);
        if (lists.Practices is not [var only]) { return; }

        var practice = int.Parse(only.Value, System.Globalization.CultureInfo.InvariantCulture);
        for (var week = WeeksBack; week >= 0; week--) { await find.Run(new PracticeDay(practice, today.AddDays(-7 * week)), Actor.Desk, cancellation); }

        await ChangeAsync(practice, today, manager, cancellation);
        await RuleAsync(practice, today, lists, manager, cancellation);
    }

    private async Task ChangeAsync(int practice, DateOnly today, Actor manager, CancellationToken cancellation)
    {
        var made = await save.Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = practice,
                Title = "Coverage is verified again at check-in",
                Category = "eligibility",
                Step = "Coverage was not verified again on the day of service",
                Department = "Eligibility verification",
                OwnerId = manager.UserId,
                Change = "The front desk runs the eligibility check for every patient on the morning of the visit, and asks for the card when the plan changed.",
                Evidence = "Most were patients whose plan had changed since the visit before.",
                Training = "Front desk, 30 minutes, with the ten largest of these denials",
                Checklist = ["Train the front desk", "Put the check on the morning list", "Tell providers what to say when coverage ended"],
            }, manager, cancellation);
        if (made.Done)
        {
            await step.Run(
                new() { CommandId = Guid.NewGuid(), PracticeId = practice, ActionId = made.ActionId, Version = made.Version, Step = PreventionStepKind.PutInForce, EffectiveOn = today.AddDays(-ChangeDaysAgo) }, manager, cancellation);
        }

        await save.Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = practice,
                Title = "January review of codes and modifiers",
                Category = "coding",
                Step = "Code or modifier out of date: the January review was missed",
                Department = "Coding",
                OwnerId = manager.UserId,
                Change = "Every January the coding lead goes through the new code set and the charge master.",
                RemindEvery = "year",
                RemindOn = new DateOnly(today.Year + 1, 1, 5),
                RemindText = "January review of codes and modifiers",
            }, manager, cancellation);
        await measure.Run(new PracticeDay(practice, today), Actor.Desk, cancellation);
    }

    private async Task RuleAsync(int practice, DateOnly today, QueueChoiceLists lists, Actor manager, CancellationToken cancellation)
    {
        if (lists.Payers.FirstOrDefault(p => p.Text.Contains("UNITED", StringComparison.OrdinalIgnoreCase)) is not { } payer) { return; }

        var payerId = int.Parse(payer.Value, System.Globalization.CultureInfo.InvariantCulture);
        var (found, _) = await draft.Run(new() { PracticeId = practice, PayerId = payerId, Category = "authorization" }, manager, cancellation);
        if (found is null || ClaimRule.Check(found.Conditions) is not null) { return; }

        var saved = await keep.Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = practice,
                Name = "UnitedHealthcare wants an authorization number",
                PayerId = payerId,
                Category = "authorization",
                Conditions = found.Conditions,
                Advice = "Ask scheduling for the number and put it on the claim before it goes out.",
            }, manager, cancellation);
        await move.Run(new() { CommandId = Guid.NewGuid(), PracticeId = practice, RuleId = saved.RuleId, Version = saved.Version, To = RuleState.Shadow }, manager, cancellation);
        await count.Run(new PracticeDay(practice, today), Actor.Desk, cancellation);
        await move.Run(new() { CommandId = Guid.NewGuid(), PracticeId = practice, RuleId = saved.RuleId, Version = saved.Version, To = RuleState.Warn }, manager, cancellation);
    }
}
