const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const command = workspace.getConfiguration("evs").get("program");
  client = new LanguageClient(
    "evs",
    "EVS",
    { command, args: ["--language-server"] },
    { documentSelector: [{ language: "evs" }] },
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
