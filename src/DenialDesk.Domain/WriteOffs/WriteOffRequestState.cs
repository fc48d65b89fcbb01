namespace DenialDesk.Domain.WriteOffs;

/// <summary>Where a wish to give money up stands.</summary>
public enum WriteOffRequestState
{
    /// <summary>A second person has to look at it.</summary>
    Waiting,

    /// <summary>Written off: by a second person, or alone within the limit.</summary>
    Approved,

    /// <summary>A second person said no.</summary>
    Rejected,

    /// <summary>Who asked took it back.</summary>
    Withdrawn,

    /// <summary>The denial was closed or changed before anybody decided.</summary>
    Overtaken,

    /// <summary>Written off, and taken back later.</summary>
    Reversed,
}
