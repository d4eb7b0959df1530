package dev.templedb.cli;

import dev.templedb.cli.audit.AuditListCommand;
import dev.templedb.cli.audit.AuditVerifyCommand;
import dev.templedb.cli.care.MaintainCommand;
import dev.templedb.cli.cathedral.CollaboratorCommand;
import dev.templedb.cli.cathedral.ConflictsCommand;
import dev.templedb.cli.cathedral.DiffCommand;
import dev.templedb.cli.cathedral.ExamineCommand;
import dev.templedb.cli.cathedral.ExamineCommand.Depth;
import dev.templedb.cli.cathedral.ExportAllCommand;
import dev.templedb.cli.cathedral.ExportCommand;
import dev.templedb.cli.cathedral.ForkCommand;
import dev.templedb.cli.cathedral.ImportAllCommand;
import dev.templedb.cli.cathedral.ImportCommand;
import dev.templedb.cli.cathedral.LinkCommand;
import dev.templedb.cli.cathedral.LoginCommand;
import dev.templedb.cli.cathedral.LogoutCommand;
import dev.templedb.cli.cathedral.MigrateCommand;
import dev.templedb.cli.cathedral.OrgCommand;
import dev.templedb.cli.cathedral.PolicyCommand;
import dev.templedb.cli.cathedral.ProfileKeyCommand;
import dev.templedb.cli.cathedral.ProjectMoveCommand;
import dev.templedb.cli.cathedral.PullCommand;
import dev.templedb.cli.cathedral.PushCommand;
import dev.templedb.cli.cathedral.RemoteCommand;
import dev.templedb.cli.cathedral.RemoteListCommand;
import dev.templedb.cli.cathedral.RemoteShowCommand;
import dev.templedb.cli.cathedral.SignCommand;
import dev.templedb.cli.cathedral.SigningCommand;
import dev.templedb.cli.cathedral.StarCommand;
import dev.templedb.cli.cathedral.SyncCommand;
import dev.templedb.cli.cathedral.TokenCommand;
import dev.templedb.cli.cathedral.UsageCommand;
import dev.templedb.cli.cathedral.VersionsCommand;
import dev.templedb.cli.cathedral.WatchCommand;
import dev.templedb.cli.cathedral.WhoamiCommand;
import dev.templedb.cli.cathedral.YankCommand;
import dev.templedb.cli.code.CodeAnalyzeCommand;
import dev.templedb.cli.code.CodeCyclesCommand;
import dev.templedb.cli.code.CodeImportersCommand;
import dev.templedb.cli.code.CodeImportsCommand;
import dev.templedb.cli.code.CodeSymbolsCommand;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.GlobalOptions;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.databases.AttachDatabasesCommand;
import dev.templedb.cli.databases.DatabaseCommands;
import dev.templedb.cli.databases.DetachDatabasesCommand;
import dev.templedb.cli.dependencies.DepsExportCommand;
import dev.templedb.cli.dependencies.DepsGraphCommand;
import dev.templedb.cli.dependencies.DepsImpactCommand;
import dev.templedb.cli.dependencies.DepsListCommand;
import dev.templedb.cli.dependencies.DepsWhyCommand;
import dev.templedb.cli.deployments.DeployHistoryCommand;
import dev.templedb.cli.deployments.DeployRollbackCommand;
import dev.templedb.cli.deployments.DeployRunCommand;
import dev.templedb.cli.deployments.TargetAddCommand;
import dev.templedb.cli.deployments.TargetEditCommand;
import dev.templedb.cli.deployments.TargetListCommand;
import dev.templedb.cli.deployments.TargetRemoveCommand;
import dev.templedb.cli.deployments.TargetShowCommand;
import dev.templedb.cli.environments.EnvAddCommand;
import dev.templedb.cli.environments.EnvEditCommand;
import dev.templedb.cli.environments.EnvExportCommand;
import dev.templedb.cli.environments.EnvGenerateCommand;
import dev.templedb.cli.environments.EnvListCommand;
import dev.templedb.cli.environments.EnvRemoveCommand;
import dev.templedb.cli.environments.EnvShowCommand;
import dev.templedb.cli.environments.EnvValidateCommand;
import dev.templedb.cli.files.FileHistoryCommand;
import dev.templedb.cli.files.FileListCommand;
import dev.templedb.cli.files.FileShowCommand;
import dev.templedb.cli.history.VcsBlameCommand;
import dev.templedb.cli.history.VcsExportGitCommand;
import dev.templedb.cli.history.VcsLogCommand;
import dev.templedb.cli.history.VcsShowCommand;
import dev.templedb.cli.projects.ProjectActiveCommand;
import dev.templedb.cli.projects.ProjectCheckoutCommand;
import dev.templedb.cli.projects.ProjectCloneCommand;
import dev.templedb.cli.projects.ProjectCreateCommand;
import dev.templedb.cli.projects.ProjectEditCommand;
import dev.templedb.cli.projects.ProjectExecCommand;
import dev.templedb.cli.projects.ProjectHostingCommand;
import dev.templedb.cli.projects.ProjectImportCommand;
import dev.templedb.cli.projects.ProjectListCommand;
import dev.templedb.cli.projects.ProjectMemberCommand;
import dev.templedb.cli.projects.ProjectRemoveCommand;
import dev.templedb.cli.projects.ProjectRenameCommand;
import dev.templedb.cli.projects.ProjectSearchCommand;
import dev.templedb.cli.projects.ProjectShowCommand;
import dev.templedb.cli.projects.ProjectStatusCommand;
import dev.templedb.cli.projects.ProjectSyncCommand;
import dev.templedb.cli.projects.ProjectTagCommand;
import dev.templedb.cli.search.SearchCommand;
import dev.templedb.cli.secrets.KeyExportCommand;
import dev.templedb.cli.secrets.KeyGenerateCommand;
import dev.templedb.cli.secrets.KeyImportCommand;
import dev.templedb.cli.secrets.KeyListCommand;
import dev.templedb.cli.secrets.KeyRemoveCommand;
import dev.templedb.cli.secrets.RecipientAddCommand;
import dev.templedb.cli.secrets.RecipientListCommand;
import dev.templedb.cli.secrets.RevokeCommand;
import dev.templedb.cli.secrets.SecretGetCommand;
import dev.templedb.cli.secrets.SecretListCommand;
import dev.templedb.cli.secrets.SecretRemoveCommand;
import dev.templedb.cli.secrets.SecretRenameCommand;
import dev.templedb.cli.secrets.SecretRestoreCommand;
import dev.templedb.cli.secrets.SecretRotateCommand;
import dev.templedb.cli.secrets.SecretSetCommand;
import dev.templedb.cli.serve.ServeCommand;
import dev.templedb.cli.temples.InitCommand;
import dev.templedb.cli.temples.SqlCommand;
import dev.templedb.cli.temples.StatsCommand;
import dev.templedb.cli.temples.StatusCommand;
import dev.templedb.cli.temples.UndoCommand;
import dev.templedb.cli.variables.VarExportCommand;
import dev.templedb.cli.variables.VarGetCommand;
import dev.templedb.cli.variables.VarImportCommand;
import dev.templedb.cli.variables.VarListCommand;
import dev.templedb.cli.variables.VarRemoveCommand;
import dev.templedb.cli.variables.VarSetCommand;
import dev.templedb.cli.worktree.VcsAddCommand;
import dev.templedb.cli.worktree.VcsBranchCommand;
import dev.templedb.cli.worktree.VcsCommitCommand;
import dev.templedb.cli.worktree.VcsDiffCommand;
import dev.templedb.cli.worktree.VcsMergeCommand;
import dev.templedb.cli.worktree.VcsRestoreCommand;
import dev.templedb.cli.worktree.VcsRevertCommand;
import dev.templedb.cli.worktree.VcsStatusCommand;
import dev.templedb.cli.worktree.VcsSwitchCommand;
import dev.templedb.cli.worktree.VcsTagCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All commands by name, under the headings of the help page. Only the one that is called is made.
final class Catalogue {
    /// One command, or a group of commands when others begin with its name.
    ///
    /// @param name    the words that call it
    /// @param heading what it stands under on the help page
    /// @param summary one sentence
    record Entry(String name, String heading, String summary) {
        boolean isGroup() {
            return Catalogue.isGroup(name);
        }
    }

    private static final String START = "Start";
    private static final String PROJECTS = "Projects";
    private static final String VERSIONS = "Versions";
    private static final String SET_UP = "Set-up";
    private static final String SHARING = "Sharing";
    private static final String DATABASES = "Databases";
    private static final String CARE = "Care";

    static final List<Entry> ENTRIES = List.of(
            new Entry("quickstart", START, "Take a project through everything, and prove that it stays exact."),
            new Entry("init", START, "Make the temple: the file that holds all your projects."),
            new Entry("status", START, "Show where the temple is and what is in it."),
            new Entry("stats", START, "Show figures on files, lines, languages and history."),
            new Entry("serve", START, "Run a registry on this machine, for yourself or for a team."),
            new Entry("version", START, "Show the version of this program."),
            new Entry("help", START, "Show the help of the program or of a command."),
            new Entry("completion", START, "Print a script that lets your shell complete commands."),
            new Entry("project", PROJECTS, "Make, list, show, change and remove projects."),
            new Entry("project create", PROJECTS, "Make an empty project."),
            new Entry("project import", PROJECTS, "Import a git repository or a directory."),
            new Entry("project list", PROJECTS, "List the projects of the temple."),
            new Entry("project show", PROJECTS, "Show everything that is known about a project."),
            new Entry("project edit", PROJECTS, "Change what is known about a project."),
            new Entry("project rename", PROJECTS, "Give a project another slug."),
            new Entry("project remove", PROJECTS, "Remove a project; for 30 days it can be brought back."),
            new Entry("project sync", PROJECTS, "Take in what is new in the project's source."),
            new Entry("project checkout", PROJECTS, "Write the files of a project to a directory."),
            new Entry("project clone", PROJECTS, "Make a project of another one, which becomes its upstream."),
            new Entry("project search", PROJECTS, "Find projects by words that are known about them."),
            new Entry("project active", PROJECTS, "List the projects that changed lately."),
            new Entry("project status", PROJECTS, "Show branch and uncommitted changes of working directories."),
            new Entry("project exec", PROJECTS, "Run a command in the directories of many projects."),
            new Entry("project hosting", PROJECTS, "Keep what the place says that hosts a project."),
            new Entry("project tag", PROJECTS, "Keep the words to find projects by."),
            new Entry("project tag add", PROJECTS, "Give a project tags."),
            new Entry("project tag remove", PROJECTS, "Take tags of a project away."),
            new Entry("project tag list", PROJECTS, "List the tags of a project, or of all."),
            new Entry("project member", PROJECTS, "Keep who works on a project."),
            new Entry("project member add", PROJECTS, "Add people to the team of a project."),
            new Entry("project member list", PROJECTS, "List the team of a project, and who contributed lately."),
            new Entry("project member remove", PROJECTS, "Take people out of the team of a project."),
            new Entry("file", PROJECTS, "List and show the files of a project, and their history."),
            new Entry("file list", PROJECTS, "List the files of a project."),
            new Entry("file show", PROJECTS, "Print the content of a file."),
            new Entry("file history", PROJECTS, "List the commits that changed a file."),
            new Entry("deps", PROJECTS, "Show which packages projects depend on, and why."),
            new Entry("deps list", PROJECTS, "List the packages that a project depends on."),
            new Entry("deps graph", PROJECTS, "Show which packages of a project need which."),
            new Entry("deps why", PROJECTS, "Show how a package came into a project."),
            new Entry("deps impact", PROJECTS, "Find the projects that use a package in some versions."),
            new Entry("deps export", PROJECTS, "Write a bill of materials (CycloneDX)."),
            new Entry("search", PROJECTS, "Search the files of all projects, and their earlier versions."),
            new Entry("code", PROJECTS, "Show what source files define and import."),
            new Entry("code analyze", PROJECTS, "Parse the source files of a project, and sum up by language."),
            new Entry("code symbols", PROJECTS, "List functions, classes and what else files define."),
            new Entry("code imports", PROJECTS, "List what files import."),
            new Entry("code importers", PROJECTS, "List the files that import a file."),
            new Entry("code cycles", PROJECTS, "List the files that import each other in a circle."),
            new Entry("sql", PROJECTS, "Query everything in the temple with SQL."),
            new Entry("vcs", VERSIONS, "Look at the history of a project, and work on it."),
            new Entry("vcs status", VERSIONS, "Show what was changed in a checked-out directory."),
            new Entry("vcs diff", VERSIONS, "Show what is different, as a patch that git takes."),
            new Entry("vcs add", VERSIONS, "Stage changes for the next commit."),
            new Entry("vcs commit", VERSIONS, "Make a commit of what is staged."),
            new Entry("vcs restore", VERSIONS, "Throw changes away, or bring them back."),
            new Entry("vcs switch", VERSIONS, "Bring a checked-out directory to another branch."),
            new Entry("vcs branch", VERSIONS, "List, make, delete and rename branches."),
            new Entry("vcs branch list", VERSIONS, "List the branches of a project."),
            new Entry("vcs branch create", VERSIONS, "Make a branch."),
            new Entry("vcs branch delete", VERSIONS, "Delete a branch."),
            new Entry("vcs branch rename", VERSIONS, "Give a branch another name."),
            new Entry("vcs branch restore", VERSIONS, "Bring back a branch that was deleted."),
            new Entry("vcs merge", VERSIONS, "Join what was done on another branch."),
            new Entry("vcs revert", VERSIONS, "Undo a commit by another one."),
            new Entry("vcs tag", VERSIONS, "Give a commit a name that stays, or list such names."),
            new Entry("vcs log", VERSIONS, "List the commits of a project, newest first."),
            new Entry("vcs show", VERSIONS, "Show a commit and what it changed."),
            new Entry("vcs blame", VERSIONS, "Show which commit wrote each line of a file."),
            new Entry("vcs export-git", VERSIONS, "Write a project as a git repository, with its original ids."),
            new Entry("env", SET_UP, "Keep the Nix environments of a project."),
            new Entry("env generate", SET_UP, "Write an environment from what the files of a project say."),
            new Entry("env add", SET_UP, "Add an environment from a file."),
            new Entry("env edit", SET_UP, "Give an environment another text."),
            new Entry("env show", SET_UP, "Print an environment, or the versions that it had."),
            new Entry("env list", SET_UP, "List the environments of a project."),
            new Entry("env validate", SET_UP, "Check that an environment is Nix."),
            new Entry("env export", SET_UP, "Write an environment to a file."),
            new Entry("env remove", SET_UP, "Remove an environment."),
            new Entry("var", SET_UP, "Keep the variables of a project, for each environment."),
            new Entry("var set", SET_UP, "Give variables of a project values."),
            new Entry("var get", SET_UP, "Print the value of a variable."),
            new Entry("var list", SET_UP, "List the variables of a project."),
            new Entry("var remove", SET_UP, "Remove variables of a project."),
            new Entry("var import", SET_UP, "Take variables from a .env file."),
            new Entry("var export", SET_UP, "Print the variables of an environment as a .env file."),
            new Entry("secret", SET_UP, "Keep passwords, tokens and keys of a project, encrypted."),
            new Entry("secret set", SET_UP, "Give a secret a value, from standard input or a prompt."),
            new Entry("secret get", SET_UP, "Print the value of a secret."),
            new Entry("secret list", SET_UP, "List the secrets of a project, without values."),
            new Entry("secret rename", SET_UP, "Give a secret another name."),
            new Entry("secret remove", SET_UP, "Remove a secret."),
            new Entry("secret restore", SET_UP, "Bring back a secret that was removed."),
            new Entry("secret rotate", SET_UP, "Encrypt all secrets again, or give one a new value."),
            new Entry("secret recipients", SET_UP, "Decide who can open the secrets of a project."),
            new Entry("secret recipients list", SET_UP, "List who can open the secrets of a project."),
            new Entry("secret recipients add", SET_UP, "Let others open the secrets of a project too."),
            new Entry("secret recipients remove", SET_UP, "Take recipients away, and list what they could read."),
            new Entry("secret revoke", SET_UP, "Take recipients away, and list what they could read."),
            new Entry("key", SET_UP, "Keep the private keys that open your secrets."),
            new Entry("key generate", SET_UP, "Make a key."),
            new Entry("key import", SET_UP, "Take keys of age or SSH."),
            new Entry("key list", SET_UP, "List your public keys."),
            new Entry("key export", SET_UP, "Print your public keys, or your private ones."),
            new Entry("key remove", SET_UP, "Take a key out of use."),
            new Entry("deploy", SET_UP, "Deploy projects, and look at what became of it."),
            new Entry("deploy run", SET_UP, "Run the deployment script of a target."),
            new Entry("deploy history", SET_UP, "List the deployments of a project."),
            new Entry("deploy rollback", SET_UP, "Deploy again what was deployed well before."),
            new Entry("deploy target", SET_UP, "Keep the places that a project is deployed to."),
            new Entry("deploy target add", SET_UP, "Add a target."),
            new Entry("deploy target edit", SET_UP, "Change a target."),
            new Entry("deploy target show", SET_UP, "Show everything about a target."),
            new Entry("deploy target list", SET_UP, "List the targets of a project."),
            new Entry("deploy target remove", SET_UP, "Remove a target."),
            new Entry("cathedral", SHARING, "Share projects, and export and import them as packages."),
            new Entry("cathedral push", SHARING, "Send a project to a remote, and publish versions."),
            new Entry("cathedral pull", SHARING, "Take a project from a remote."),
            new Entry("cathedral sync", SHARING, "Join what a project and the one that it follows have become."),
            new Entry("cathedral conflicts", SHARING, "List and decide what both sides have changed."),
            new Entry("cathedral link", SHARING, "Let a project follow one of a remote."),
            new Entry("cathedral list", SHARING, "List the projects of a remote."),
            new Entry("cathedral search", SHARING, "Find projects of a remote."),
            new Entry("cathedral show", SHARING, "Show what is known about a project of a remote."),
            new Entry("cathedral versions", SHARING, "List the published versions of a project."),
            new Entry("cathedral yank", SHARING, "Say that a published version should not be used."),
            new Entry("cathedral fork", SHARING, "Make a project of your own of another one."),
            new Entry("cathedral star", SHARING, "Say that you like a project."),
            new Entry("cathedral watch", SHARING, "Watch a project."),
            new Entry("cathedral unwatch", SHARING, "Watch a project no longer."),
            new Entry("cathedral watching", SHARING, "List the projects that you watch."),
            new Entry("cathedral news", SHARING, "Show what happens in the projects that you watch."),
            new Entry("cathedral login", SHARING, "Sign in to a server."),
            new Entry("cathedral logout", SHARING, "Sign out of a server."),
            new Entry("cathedral whoami", SHARING, "Show as whom you are signed in."),
            new Entry("cathedral usage", SHARING, "Show what you take up on a server."),
            new Entry("cathedral org", SHARING, "Keep organizations of a server."),
            new Entry("cathedral org create", SHARING, "Make an organization."),
            new Entry("cathedral org list", SHARING, "List your organizations."),
            new Entry("cathedral org show", SHARING, "Show an organization."),
            new Entry("cathedral org usage", SHARING, "Show what an organization takes up."),
            new Entry("cathedral org policy", SHARING, "Say whether versions of an organization must be signed."),
            new Entry("cathedral org members", SHARING, "List who is in an organization."),
            new Entry("cathedral org add", SHARING, "Add somebody to an organization."),
            new Entry("cathedral org remove", SHARING, "Take somebody out of an organization, or remove it."),
            new Entry("cathedral key", SHARING, "Keep the public keys of your profile."),
            new Entry("cathedral key add", SHARING, "Put public keys into your profile."),
            new Entry("cathedral key list", SHARING, "List the public keys of a profile."),
            new Entry("cathedral key remove", SHARING, "Take a public key out of your profile."),
            new Entry("cathedral collaborator", SHARING, "Keep who works on a project of a server."),
            new Entry("cathedral collaborator add", SHARING, "Give somebody a role on a project."),
            new Entry("cathedral collaborator list", SHARING, "List who works on a project."),
            new Entry("cathedral collaborator remove", SHARING, "Take somebody's role on a project away."),
            new Entry("cathedral project", SHARING, "Change where a project of a server is, and what it asks for."),
            new Entry("cathedral project move", SHARING, "Give a project of a server another owner or slug."),
            new Entry("cathedral project policy", SHARING, "Say whether versions of a project must be signed."),
            new Entry("cathedral token", SHARING, "Keep tokens for programs."),
            new Entry("cathedral token create", SHARING, "Make a token."),
            new Entry("cathedral token list", SHARING, "List your tokens."),
            new Entry("cathedral token rotate", SHARING, "Give a token another secret."),
            new Entry("cathedral token revoke", SHARING, "Make a token worthless."),
            new Entry("cathedral export", SHARING, "Write a project as a package."),
            new Entry("cathedral import", SHARING, "Import a package as a project."),
            new Entry("cathedral inspect", SHARING, "Show what a package says about itself."),
            new Entry(
                    "cathedral verify",
                    SHARING,
                    "Prove that a package holds exactly what it names, and say who signed it."),
            new Entry("cathedral check", SHARING, "Check that no byte of a package has changed."),
            new Entry("cathedral sign", SHARING, "Sign a package with an SSH or OpenPGP key."),
            new Entry("cathedral signing", SHARING, "Say which key signs the versions that you push."),
            new Entry("cathedral diff", SHARING, "Compare projects and packages."),
            new Entry("cathedral export-all", SHARING, "Write all projects into one archive."),
            new Entry("cathedral import-all", SHARING, "Import all projects of an archive."),
            new Entry("cathedral migrate", SHARING, "Take some projects to another temple."),
            new Entry("remote", SHARING, "Keep the places to share with: folders and servers."),
            new Entry("remote add", SHARING, "Add a folder or a server."),
            new Entry("remote list", SHARING, "List the remotes."),
            new Entry("remote remove", SHARING, "Forget a remote."),
            new Entry("db", DATABASES, "Keep databases that have branches and tenants."),
            new Entry("db init", DATABASES, "Make a directory one that holds databases."),
            new Entry("db attach", DATABASES, "Let the databases of a directory be those of a project."),
            new Entry("db detach", DATABASES, "Copy attached databases into the temple."),
            new Entry("db create", DATABASES, "Make a database."),
            new Entry("db list", DATABASES, "List the databases of the directory."),
            new Entry("db show", DATABASES, "Show what is in a database."),
            new Entry("db use", DATABASES, "Choose the database that is meant when none is named."),
            new Entry("db status", DATABASES, "Show which database, branch and tenant are meant."),
            new Entry("db shell", DATABASES, "Run SQL on a tenant, line by line."),
            new Entry("db delete", DATABASES, "Delete a database with its branches and tenants."),
            new Entry("db deleted", DATABASES, "List what was deleted and can be brought back."),
            new Entry("db undelete", DATABASES, "Bring back a database, branch or tenant that was deleted."),
            new Entry("db maintenance", DATABASES, "Refuse all writes to a database for a while."),
            new Entry("db maintenance on", DATABASES, "Refuse all writes to a database, with a reason."),
            new Entry("db maintenance off", DATABASES, "Take writes to a database again."),
            new Entry("db maintain", DATABASES, "Check that databases are whole, and tidy up."),
            new Entry("db branch", DATABASES, "Keep the branches of a database."),
            new Entry("db branch list", DATABASES, "List the branches of a database."),
            new Entry("db branch create", DATABASES, "Make a branch."),
            new Entry("db branch switch", DATABASES, "Choose the branch that is meant when none is named."),
            new Entry("db branch rename", DATABASES, "Give a branch another name."),
            new Entry("db branch delete", DATABASES, "Delete a branch with the data of its tenants."),
            new Entry("db branch protect", DATABASES, "Let the schema of a branch change by merges only."),
            new Entry("db branch changes", DATABASES, "List what was done to the schema of a branch."),
            new Entry("db branch compare", DATABASES, "Show how the schemas of two branches differ."),
            new Entry(
                    "db branch can-merge", DATABASES, "Say whether a branch can be merged, and what it would come to."),
            new Entry("db branch merge", DATABASES, "Merge the schema of a branch into another one."),
            new Entry("db branch merge-into-main", DATABASES, "Merge the schema of a branch into main."),
            new Entry("db branch diff-rows", DATABASES, "Show how the rows of two branches differ."),
            new Entry("db branch merge-rows", DATABASES, "Merge the rows of a branch into another one."),
            new Entry("db branch undo-rows", DATABASES, "Take the last merge of rows out of a branch again."),
            new Entry("db branch row-conflicts", DATABASES, "List what merges of rows into a branch met with."),
            new Entry("db branch undo", DATABASES, "Take back the last change or merge of a branch."),
            new Entry(
                    "db branch script", DATABASES, "Print the difference of two branches as SQL for other databases."),
            new Entry("db tenant", DATABASES, "Keep the tenants of a branch."),
            new Entry("db tenant list", DATABASES, "List the tenants of a branch."),
            new Entry("db tenant create", DATABASES, "Make tenants."),
            new Entry("db tenant copy", DATABASES, "Make a tenant with the data of another."),
            new Entry("db tenant rename", DATABASES, "Give a tenant another name."),
            new Entry("db tenant delete", DATABASES, "Delete a tenant with its data."),
            new Entry("db tenant export", DATABASES, "Write a tenant as a SQLite file for other programs."),
            new Entry("db tenant vacuum", DATABASES, "Give unused space of a tenant back to the disk."),
            new Entry("db tenant rotate-key", DATABASES, "Encrypt a tenant with another key."),
            new Entry("db table", DATABASES, "Keep the tables of a branch."),
            new Entry("db table list", DATABASES, "List the tables of a branch."),
            new Entry("db table show", DATABASES, "Show the columns, keys and indexes of a table."),
            new Entry("db table create", DATABASES, "Make a table in all tenants of a branch."),
            new Entry("db table copy", DATABASES, "Make a table of the form of another one."),
            new Entry("db table rename", DATABASES, "Give a table another name."),
            new Entry("db table drop", DATABASES, "Drop a table in all tenants of a branch."),
            new Entry("db table delete", DATABASES, "Drop a table in all tenants of a branch."),
            new Entry("db column", DATABASES, "Keep the columns of a table."),
            new Entry("db column list", DATABASES, "List the columns of a table."),
            new Entry("db column add", DATABASES, "Add a column to a table."),
            new Entry("db column alter", DATABASES, "Change the type, default or NOT NULL of a column."),
            new Entry("db column rename", DATABASES, "Give a column another name."),
            new Entry("db column drop", DATABASES, "Drop a column of a table."),
            new Entry("db index", DATABASES, "Keep the indexes of a branch."),
            new Entry("db index list", DATABASES, "List the indexes of a branch or a table."),
            new Entry("db index create", DATABASES, "Make an index."),
            new Entry("db index drop", DATABASES, "Drop an index."),
            new Entry("db view", DATABASES, "Keep the views of a branch."),
            new Entry("db view list", DATABASES, "List the views of a branch."),
            new Entry("db view create", DATABASES, "Make a view."),
            new Entry("db view update", DATABASES, "Give a view another query."),
            new Entry("db view delete", DATABASES, "Delete a view."),
            new Entry("db kv", DATABASES, "Keep keys and values of a tenant."),
            new Entry("db kv set", DATABASES, "Keep a value under a key."),
            new Entry("db kv get", DATABASES, "Print the value of a key."),
            new Entry("db kv delete", DATABASES, "Delete keys."),
            new Entry("db kv keys", DATABASES, "List keys."),
            new Entry("db kv ttl", DATABASES, "Show or change how long a key will be there."),
            new Entry("db kv increment", DATABASES, "Add to the number of a key."),
            new Entry("db codegen", DATABASES, "Make typed models from the schema of a branch."),
            new Entry("db codegen java", DATABASES, "Make Java classes from the schema of a branch."),
            new Entry("db codegen python", DATABASES, "Make a Python module from the schema of a branch."),
            new Entry("db codegen typescript", DATABASES, "Make a TypeScript module from the schema of a branch."),
            new Entry("db import-cinchdb", DATABASES, "Make databases from a CinchDB project."),
            new Entry("db query", DATABASES, "Run SQL on a tenant."),
            new Entry("db data", DATABASES, "Keep the rows of a table."),
            new Entry("db data insert", DATABASES, "Add rows to a table."),
            new Entry("db data update", DATABASES, "Change rows of a table."),
            new Entry("db data delete", DATABASES, "Delete rows of a table."),
            new Entry("db data import", DATABASES, "Add the rows of a file to a table."),
            new Entry("db data export", DATABASES, "Write the rows of a table to a file."),
            new Entry("undo", CARE, "Bring back what was removed, replaced or edited."),
            new Entry("audit", CARE, "Show what was done in the temple, and prove that the log is whole."),
            new Entry("audit list", CARE, "List what was done, the newest first."),
            new Entry("audit verify", CARE, "Prove that no entry of the log was changed or removed."),
            new Entry("maintain", CARE, "Keep the temple small, and check that it is whole."));

    private Catalogue() {}

    /// The command that a group is when no command of it is named.
    static Optional<String> standard(String group) {
        return group.equals("vcs branch") ? Optional.of("vcs branch list") : Optional.empty();
    }

    /// Makes the command of that name, which describes itself to `usage`.
    static Command make(String name, Usage usage, Program program) {
        var terminal = program.terminal();
        var temples = program.temples();
        return switch (name) {
            case "quickstart" -> program.quickstart(usage);
            case "maintain" -> new MaintainCommand(usage, temples, terminal);
            case "serve" -> new ServeCommand(usage, terminal, program.server());
            case "init" -> new InitCommand(usage, temples, terminal);
            case "status" -> new StatusCommand(usage, temples, terminal);
            case "stats" -> new StatsCommand(usage, temples, terminal);
            case "version" -> new VersionCommand(usage, terminal);
            case "help" -> new HelpCommand(usage, program);
            case "completion" -> new CompletionCommand(usage, program);
            case "project create" -> new ProjectCreateCommand(usage, temples, terminal);
            case "project import" -> new ProjectImportCommand(usage, program.identity(), temples, terminal);
            case "project sync" -> new ProjectSyncCommand(usage, program.identity(), temples, terminal);
            case "project checkout" -> new ProjectCheckoutCommand(usage, temples, terminal);
            case "project clone" -> new ProjectCloneCommand(usage, temples, terminal);
            case "project search" -> new ProjectSearchCommand(usage, temples, terminal);
            case "project active" -> new ProjectActiveCommand(usage, temples, terminal);
            case "project status" -> new ProjectStatusCommand(usage, temples, terminal);
            case "project exec" -> new ProjectExecCommand(usage, program.surroundings(), temples, terminal);
            case "project hosting" -> new ProjectHostingCommand(usage, temples, terminal);
            case "project tag add" -> new ProjectTagCommand.Add(usage, temples, terminal);
            case "project tag remove" -> new ProjectTagCommand.Remove(usage, temples, terminal);
            case "project tag list" -> new ProjectTagCommand.ListAll(usage, temples, terminal);
            case "project member add" -> new ProjectMemberCommand.Add(usage, temples, terminal);
            case "project member list" -> new ProjectMemberCommand.ListAll(usage, temples, terminal);
            case "project member remove" -> new ProjectMemberCommand.Remove(usage, temples, terminal);
            case "vcs export-git" -> new VcsExportGitCommand(usage, temples, terminal);
            case "file list" -> new FileListCommand(usage, temples, terminal);
            case "file show" -> new FileShowCommand(usage, temples, terminal);
            case "file history" -> new FileHistoryCommand(usage, temples, terminal);
            case "vcs status" -> new VcsStatusCommand(usage, temples, terminal, program.identity());
            case "vcs diff" -> new VcsDiffCommand(usage, temples, terminal);
            case "vcs add" -> new VcsAddCommand(usage, temples, terminal, program.identity());
            case "vcs commit" -> new VcsCommitCommand(usage, temples, terminal, program.identity());
            case "vcs restore" -> new VcsRestoreCommand(usage, temples, terminal);
            case "vcs switch" -> new VcsSwitchCommand(usage, temples, terminal);
            case "vcs branch list" -> new VcsBranchCommand.ListAll(usage, temples, terminal);
            case "vcs branch create" -> new VcsBranchCommand.Create(usage, temples, terminal);
            case "vcs branch delete" -> new VcsBranchCommand.Delete(usage, temples, terminal);
            case "vcs branch rename" -> new VcsBranchCommand.Rename(usage, temples, terminal);
            case "vcs branch restore" -> new VcsBranchCommand.Restore(usage, temples, terminal);
            case "vcs merge" -> new VcsMergeCommand(usage, temples, terminal, program.identity());
            case "vcs revert" -> new VcsRevertCommand(usage, temples, terminal, program.identity());
            case "vcs tag" -> new VcsTagCommand(usage, temples, terminal, program.identity());
            case "vcs log" -> new VcsLogCommand(usage, temples, terminal);
            case "vcs blame" -> new VcsBlameCommand(usage, temples, terminal);
            case "vcs show" -> new VcsShowCommand(usage, temples, terminal);
            case "project list" -> new ProjectListCommand(usage, temples, terminal);
            case "project show" -> new ProjectShowCommand(usage, temples, terminal);
            case "project edit" -> new ProjectEditCommand(usage, temples, terminal);
            case "project rename" -> new ProjectRenameCommand(usage, temples, terminal);
            case "project remove" -> new ProjectRemoveCommand(usage, temples, terminal);
            case "deps list" -> new DepsListCommand(usage, temples, terminal);
            case "deps graph" -> new DepsGraphCommand(usage, temples, terminal);
            case "deps why" -> new DepsWhyCommand(usage, temples, terminal);
            case "deps impact" -> new DepsImpactCommand(usage, temples, terminal);
            case "deps export" -> new DepsExportCommand(usage, ProgramVersion.number(), temples, terminal);
            case "search" -> new SearchCommand(usage, temples, terminal);
            case "code analyze" -> new CodeAnalyzeCommand(usage, temples, terminal);
            case "code symbols" -> new CodeSymbolsCommand(usage, temples, terminal);
            case "code imports" -> new CodeImportsCommand(usage, temples, terminal);
            case "code importers" -> new CodeImportersCommand(usage, temples, terminal);
            case "code cycles" -> new CodeCyclesCommand(usage, temples, terminal);
            case "sql" -> new SqlCommand(usage, temples, program::giveUp, terminal);
            case "deploy run" -> new DeployRunCommand(usage, program.deployer());
            case "deploy history" -> new DeployHistoryCommand(usage, temples, terminal);
            case "deploy rollback" -> new DeployRollbackCommand(usage, program.deployer());
            case "deploy target add" -> new TargetAddCommand(usage, temples, terminal);
            case "deploy target edit" -> new TargetEditCommand(usage, temples, terminal);
            case "deploy target show" -> new TargetShowCommand(usage, temples, terminal);
            case "deploy target list" -> new TargetListCommand(usage, temples, terminal);
            case "deploy target remove" -> new TargetRemoveCommand(usage, temples, terminal);
            case "env generate" -> new EnvGenerateCommand(usage, temples, terminal);
            case "env add" -> new EnvAddCommand(usage, temples, terminal);
            case "env edit" -> new EnvEditCommand(usage, program.editor(), temples, terminal);
            case "env show" -> new EnvShowCommand(usage, temples, terminal);
            case "env list" -> new EnvListCommand(usage, temples, terminal);
            case "env validate" -> new EnvValidateCommand(usage, program.onPath("nix-instantiate"), temples, terminal);
            case "env export" -> new EnvExportCommand(usage, temples, terminal);
            case "env remove" -> new EnvRemoveCommand(usage, temples, terminal);
            case "var set" -> new VarSetCommand(usage, temples, terminal);
            case "var get" -> new VarGetCommand(usage, temples, terminal);
            case "var list" -> new VarListCommand(usage, temples, terminal);
            case "var remove" -> new VarRemoveCommand(usage, temples, terminal);
            case "var import" -> new VarImportCommand(usage, temples, terminal);
            case "var export" -> new VarExportCommand(usage, temples, terminal);
            case "secret set" -> new SecretSetCommand(usage, temples, program.keys(), terminal);
            case "secret get" -> new SecretGetCommand(usage, temples, program.keys(), terminal);
            case "secret list" -> new SecretListCommand(usage, temples, terminal);
            case "secret rename" -> new SecretRenameCommand(usage, temples, terminal);
            case "secret remove" -> new SecretRemoveCommand(usage, temples, terminal);
            case "secret restore" -> new SecretRestoreCommand(usage, temples, terminal);
            case "secret rotate" -> new SecretRotateCommand(usage, temples, program.keys(), terminal);
            case "secret recipients list" -> new RecipientListCommand(usage, temples, terminal);
            case "secret recipients add" -> new RecipientAddCommand(usage, temples, program.keys(), terminal);
            case "secret recipients remove", "secret revoke" ->
                new RevokeCommand(usage, temples, program.keys(), terminal);
            case "key generate" -> new KeyGenerateCommand(usage, program.keys(), terminal);
            case "key import" -> new KeyImportCommand(usage, program.keys(), terminal);
            case "key list" -> new KeyListCommand(usage, program.keys(), terminal);
            case "key export" -> new KeyExportCommand(usage, temples, program.keys(), terminal);
            case "key remove" -> new KeyRemoveCommand(usage, program.keys(), terminal);
            case "cathedral export" ->
                new ExportCommand(
                        usage,
                        ProgramVersion.number(),
                        program.home(),
                        program.signingKey(),
                        temples,
                        program.keys(),
                        terminal);
            case "cathedral import" -> new ImportCommand(usage, temples, program.keys(), terminal);
            case "cathedral inspect" -> new ExamineCommand(usage, Depth.INSPECT, temples, terminal);
            case "cathedral verify" -> new ExamineCommand(usage, Depth.VERIFY, temples, terminal);
            case "cathedral check" -> new ExamineCommand(usage, Depth.CHECK, temples, terminal);
            case "cathedral sign" -> new SignCommand(usage, program.home(), program.signingKey(), temples, terminal);
            case "cathedral export-all" -> new ExportAllCommand(usage, ProgramVersion.number(), temples, terminal);
            case "cathedral import-all" -> new ImportAllCommand(usage, temples, terminal);
            case "cathedral migrate" -> new MigrateCommand(usage, ProgramVersion.number(), temples, terminal);
            case "cathedral diff" -> new DiffCommand(usage, program.remotes(), temples, terminal);
            case "cathedral push" ->
                new PushCommand(
                        usage,
                        program.remotes(),
                        program.home(),
                        program.signingKey(),
                        program.keys(),
                        temples,
                        terminal);
            case "cathedral pull" -> new PullCommand(usage, program.remotes(), program.identity(), temples, terminal);
            case "cathedral sync" ->
                new SyncCommand(usage, program.remotes(), program.identity(), program.keys(), temples, terminal);
            case "cathedral conflicts" -> new ConflictsCommand(usage, program.identity(), temples, terminal);
            case "cathedral link" -> new LinkCommand(usage, program.remotes(), temples, terminal);
            case "cathedral list" -> RemoteListCommand.list(usage, program.remotes(), temples, terminal);
            case "cathedral search" -> RemoteListCommand.search(usage, program.remotes(), temples, terminal);
            case "cathedral show" -> new RemoteShowCommand(usage, program.remotes(), temples, terminal);
            case "cathedral versions" -> new VersionsCommand(usage, program.remotes(), temples, terminal);
            case "cathedral yank" -> new YankCommand(usage, program.remotes(), temples, terminal);
            case "cathedral fork" -> new ForkCommand(usage, program.remotes(), temples, terminal);
            case "cathedral watch" -> WatchCommand.watch(usage, program.remotes(), temples, terminal);
            case "cathedral unwatch" -> WatchCommand.unwatch(usage, program.remotes(), temples, terminal);
            case "cathedral watching" -> new WatchCommand.Watching(usage, program.remotes(), temples, terminal);
            case "cathedral news" -> new WatchCommand.News(usage, program.remotes(), temples, terminal);
            case "cathedral usage" -> new UsageCommand.Own(usage, program.remotes(), temples, terminal);
            case "cathedral org show" -> new OrgCommand.Show(usage, program.remotes(), temples, terminal);
            case "cathedral org usage" -> new UsageCommand.OfOrganization(usage, program.remotes(), temples, terminal);
            case "cathedral org policy" ->
                new PolicyCommand.OfOrganization(usage, program.remotes(), temples, terminal);
            case "cathedral project policy" -> new PolicyCommand.OfProject(usage, program.remotes(), temples, terminal);
            case "cathedral signing" -> new SigningCommand(usage, program.home(), program.signingKey(), terminal);
            case "cathedral star" -> new StarCommand(usage, program.remotes(), temples, terminal);
            case "cathedral login" -> new LoginCommand(usage, program.remotes(), temples, terminal);
            case "cathedral logout" -> new LogoutCommand(usage, program.remotes(), temples, terminal);
            case "cathedral whoami" -> new WhoamiCommand(usage, program.remotes(), temples, terminal);
            case "cathedral org create" -> new OrgCommand.Create(usage, program.remotes(), temples, terminal);
            case "cathedral org list" -> new OrgCommand.ListAll(usage, program.remotes(), temples, terminal);
            case "cathedral org members" -> new OrgCommand.Members(usage, program.remotes(), temples, terminal);
            case "cathedral org add" -> new OrgCommand.Add(usage, program.remotes(), temples, terminal);
            case "cathedral org remove" -> new OrgCommand.Remove(usage, program.remotes(), temples, terminal);
            case "cathedral collaborator add" ->
                new CollaboratorCommand.Add(usage, program.remotes(), temples, terminal);
            case "cathedral collaborator list" ->
                new CollaboratorCommand.ListAll(usage, program.remotes(), temples, terminal);
            case "cathedral collaborator remove" ->
                new CollaboratorCommand.Remove(usage, program.remotes(), program.keys(), temples, terminal);
            case "cathedral project move" -> new ProjectMoveCommand(usage, program.remotes(), temples, terminal);
            case "cathedral key add" ->
                new ProfileKeyCommand.Add(usage, program.remotes(), program.keys(), temples, terminal);
            case "cathedral key list" -> new ProfileKeyCommand.ListAll(usage, program.remotes(), temples, terminal);
            case "cathedral key remove" -> new ProfileKeyCommand.Remove(usage, program.remotes(), temples, terminal);
            case "cathedral token create" -> new TokenCommand.Create(usage, program.remotes(), temples, terminal);
            case "cathedral token list" -> new TokenCommand.ListAll(usage, program.remotes(), temples, terminal);
            case "cathedral token rotate" -> new TokenCommand.Rotate(usage, program.remotes(), temples, terminal);
            case "cathedral token revoke" -> new TokenCommand.Revoke(usage, program.remotes(), temples, terminal);
            case "remote add" -> new RemoteCommand.Add(usage, temples, terminal);
            case "remote list" -> new RemoteCommand.ListAll(usage, temples, terminal);
            case "remote remove" -> new RemoteCommand.Remove(usage, temples, terminal);
            case "audit list" -> new AuditListCommand(usage, temples, terminal);
            case "audit verify" -> new AuditVerifyCommand(usage, temples, terminal);
            case "undo" -> new UndoCommand(usage, temples, terminal);
            case "db attach" -> new AttachDatabasesCommand(usage, program.databases(), temples, terminal);
            case "db detach" -> new DetachDatabasesCommand(usage, temples, terminal);
            default -> {
                if (GlobalOptions.isOfDatabases(name)) {
                    yield DatabaseCommands.make(name, usage, program.databases(), terminal);
                }
                throw new IllegalArgumentException("no command is called " + name);
            }
        };
    }

    /// The entry of exactly that name, or null.
    static @Nullable Entry find(String name) {
        for (var entry : ENTRIES) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }

    static boolean isGroup(String name) {
        for (var entry : ENTRIES) {
            if (isBelow(name, entry.name())) {
                return true;
            }
        }
        return false;
    }

    /// The last words of the commands of a group; those of the program itself when `group` is empty.
    static List<String> namesBelow(String group) {
        var names = new ArrayList<String>();
        for (var entry : entriesBelow(group)) {
            names.add(entry.name().substring(group.isEmpty() ? 0 : group.length() + 1));
        }
        return names;
    }

    static List<Entry> entriesBelow(String group) {
        var below = new ArrayList<Entry>();
        for (var entry : ENTRIES) {
            boolean isChild = group.isEmpty()
                    ? entry.name().indexOf(' ') < 0
                    : isBelow(group, entry.name()) && entry.name().indexOf(' ', group.length() + 1) < 0;
            if (isChild) {
                below.add(entry);
            }
        }
        return below;
    }

    private static boolean isBelow(String group, String name) {
        return name.length() > group.length() && name.charAt(group.length()) == ' ' && name.startsWith(group);
    }
}
