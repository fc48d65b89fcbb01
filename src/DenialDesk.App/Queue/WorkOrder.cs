using System.Text.Json.Serialization;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.Queue;

/// <summary>What can be done with rows of the queue, with one or with many, by the same rules.</summary>
public enum WorkAct
{
    /// <summary>Give it an owner.</summary>
    Assign,

    /// <summary>Take the owner away: anybody's again.</summary>
    PutBack,

    /// <summary>Work has started.</summary>
    Start,

    /// <summary>A note.</summary>
    Note,

    /// <summary>Out of the queue for some workdays.</summary>
    Snooze,

    /// <summary>Back in the queue now.</summary>
    Wake,

    /// <summary>Somebody else goes on, with a note.</summary>
    HandOver,

    /// <summary>A lead is asked.</summary>
    Escalate,

    /// <summary>The lead answers.</summary>
    GiveBack,

    /// <summary>Taken and passed over; one at a time.</summary>
    Skip,

    /// <summary>Given up for a reason, or asked for above one's limit.</summary>
    WriteOff,
}

/// <summary>One such act with what was typed for it.</summary>
public sealed record WorkOrder
{
    public required WorkAct Act { get; init; }

    /// <summary>Days the office is open, for a snooze.</summary>
    public int Workdays { get; init; }

    /// <summary>After a snooze it is anybody's.</summary>
    public bool ToPool { get; init; }

    public string? Words { get; init; }

    public SkipReason? Skip { get; init; }

    public Guid? Person { get; init; }

    /// <summary>Why it is given up, for a write-off.</summary>
    public WriteOffReason? Reason { get; init; }

    /// <summary>The step of the office's workflow that let it in, for a write-off.</summary>
    public string WorkflowStep { get; init; } = "";

    /// <summary>What is wanted, for a write-off.</summary>
    [JsonIgnore]
    public WriteOffWish Wish => new(Reason, WorkflowStep, Words);

    /// <summary>What one has to be allowed for it.</summary>
    [JsonIgnore]
    public Permission Needs => Act == WorkAct.WriteOff ? Permission.WriteOff : Permission.WorkDenials;

    /// <summary>The step that it is; null when it is a move, a note or a write-off.</summary>
    [JsonIgnore]
    public DenialStepKind? Step => Act switch
    {
        WorkAct.Assign => DenialStepKind.Assign,
        WorkAct.PutBack => DenialStepKind.Unassign,
        WorkAct.Start => DenialStepKind.Start,
        _ => null,
    };

    /// <summary>The move that it is; null when it is a step or a note.</summary>
    [JsonIgnore]
    public WorkMoveKind? Move => Act switch
    {
        WorkAct.Snooze => WorkMoveKind.Snooze,
        WorkAct.Wake => WorkMoveKind.Wake,
        WorkAct.HandOver => WorkMoveKind.HandOver,
        WorkAct.Escalate => WorkMoveKind.Escalate,
        WorkAct.GiveBack => WorkMoveKind.GiveBack,
        WorkAct.Skip => WorkMoveKind.Skip,
        _ => null,
    };
}
