using DenialDesk.App.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DenialDesk.App.Data;

/// <summary>EF's view of the tables that are edited row by row. Bulk rows go in by COPY and lists come out by SQL, past this class.</summary>
internal sealed class DeskDb(DbContextOptions<DeskDb> options) : IdentityDbContext<DeskUser, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    /// <summary>The version with passkeys, whoever makes the context.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        => configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<DataProtectionKeyRow>().ToTable("DataProtectionKeys");
    }
}

/// <summary>One key of the Data Protection ring, as XML.</summary>
internal sealed class DataProtectionKeyRow
{
    public int Id { get; set; }

    public string? FriendlyName { get; set; }

    public string Xml { get; set; } = "";
}
