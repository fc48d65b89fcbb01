using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.Domain.People;

/// <summary>One thing a person may be allowed to do.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is the field's word for it; no security attribute is meant.")]
public enum Permission
{
    /// <summary>See the queue and denials.</summary>
    SeeDenials,

    /// <summary>Take, work and close denials.</summary>
    WorkDenials,

    /// <summary>Give work to other people.</summary>
    AssignOthers,

    /// <summary>Write off within the limit of the role.</summary>
    WriteOff,

    /// <summary>Write off above a lead's limit, and take write-offs back.</summary>
    ApproveWriteOffs,

    /// <summary>Approve or reject, within one's own limit, what others ask to write off.</summary>
    DecideWriteOffs,

    /// <summary>Undo the last step of another person.</summary>
    UndoOthers,

    /// <summary>Go a way with a denial that the path guard shuts, with a reason.</summary>
    OverridePath,

    /// <summary>See remittances and their reports.</summary>
    SeeRemittances,

    /// <summary>Bring files in.</summary>
    ImportFiles,

    /// <summary>Post a waiting remittance as it stands, reject one, take a rejection back.</summary>
    DecideQuarantine,

    /// <summary>See trends and figures of the team.</summary>
    SeeTrends,

    /// <summary>Dismiss alerts, keep the ledger of changes, give departments their links, and decide on rules of the pre-submission check.</summary>
    ManagePrevention,

    /// <summary>See payers and their windows.</summary>
    SeePayers,

    /// <summary>Change payers' windows and merge payers.</summary>
    ManagePayers,

    /// <summary>Change code tables.</summary>
    ManageCodes,

    /// <summary>See practices and their identifiers.</summary>
    SeePractices,

    /// <summary>Change practices.</summary>
    ManagePractices,

    /// <summary>Change the desk's lists: root causes, write-off reasons and limits, letter templates.</summary>
    ManageSettings,

    /// <summary>See who may sign in, with what role, and where they are signed in.</summary>
    SeePeople,

    /// <summary>Add people and change roles.</summary>
    ManagePeople,

    /// <summary>Read the journal.</summary>
    SeeJournal,

    /// <summary>See the self-audit.</summary>
    SeeAudit,

    /// <summary>Accept findings of the self-audit and have stored values worked out again.</summary>
    DecideAudit,

    /// <summary>See the jobs and their runs.</summary>
    SeeJobs,

    /// <summary>Start a job by hand.</summary>
    RunJobs,
}
