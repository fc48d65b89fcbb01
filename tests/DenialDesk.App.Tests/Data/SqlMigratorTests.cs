using DenialDesk.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.Tests.Data;

public sealed class SqlMigratorTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_second_run_changes_nothing()
        => Assert.Equal(0, await SqlMigrator.ApplyAsync(desk.Database, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Every_column_that_EF_maps_is_in_the_schema()
    {
        await using var db = await desk.Get<IDbContextFactory<DeskDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var mapped = db.Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName(StoreObjectIdentifier.Create(e, StoreObjectType.Table)!.Value)}"))
            .ToHashSet();

        var there = await db.Database
            .SqlQueryRaw<string>("select table_name || '.' || column_name as \"Value\" from information_schema.columns where table_schema = 'public'")
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(mapped);
        Assert.Empty(mapped.Except(there));
    }
}
