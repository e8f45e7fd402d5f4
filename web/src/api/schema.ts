// Written by `npm run api` from /api/openapi.json. Do not edit.
export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accounts
         * @description By login, disabled ones too.
         */
        get: operations["list_accounts_api_accounts_get"];
        put?: never;
        /**
         * Create Account
         * @description A new account with a one-time password, which is shown in this answer alone.
         */
        post: operations["create_account_api_accounts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Account
         * @description One account.
         */
        get: operations["read_account_api_accounts__login__get"];
        /**
         * Change Account
         * @description Role, office and language. The account signs in anew: its sessions end.
         */
        put: operations["change_account_api_accounts__login__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Account
         * @description Neither its password nor its token work any more. The account stays: histories name it.
         */
        post: operations["disable_account_api_accounts__login__disable_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Account
         * @description It may sign in again.
         */
        post: operations["enable_account_api_accounts__login__enable_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/factor-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Reset
         * @description The first of two: says why. Nothing changes until another administrator agrees.
         */
        post: operations["ask_reset_api_accounts__login__factor_reset_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Password
         * @description A one-time password in place of a forgotten one; the sessions end. The second factor stays.
         */
        post: operations["renew_password_api_accounts__login__password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Sessions
         * @description Ends all sessions of the account, an administrator's too.
         */
        delete: operations["end_sessions_api_accounts__login__sessions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Activations
         * @description Who wears, or wore, what, by id.
         */
        get: operations["list_activations_api_activations_get"];
        put?: never;
        /**
         * Create Activation
         * @description A person wears a device, as another system says: without the steps of POST /api/activations/fit.
         *
         *     Refused while somebody else wears it, and for a device that is not wiped, in repair, lost or retired.
         */
        post: operations["create_activation_api_activations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Activation
         * @description One activation.
         */
        get: operations["read_activation_api_activations__activation_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Activation
         * @description The device is taken off for good, now or at the time given; wiped, it can be given to somebody else.
         */
        post: operations["end_activation_api_activations__activation_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Steps
         * @description The steps of the fitting: what is done, by whom, and what is missing.
         */
        get: operations["read_steps_api_activations__activation_id__fitting_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish
         * @description Ends the fitting. Refused with what is missing, while anything is.
         */
        post: operations["finish_api_activations__activation_id__fitting_finish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting/medical": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Medical
         * @description The medical check. Contraindications keep the fitting from completion: take the device off.
         */
        post: operations["medical_api_activations__activation_id__fitting_medical_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Photo
         * @description The photo that counts.
         */
        get: operations["show_photo_api_activations__activation_id__fitting_photo_get"];
        /**
         * Photo
         * @description The fitted device as it was photographed: a JPEG or PNG as the body, kept with its SHA-256.
         */
        put: operations["photo_api_activations__activation_id__fitting_photo_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting/second-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Second Check
         * @description A second person has looked at the fitted device: another account than the one that fitted it.
         */
        post: operations["second_check_api_activations__activation_id__fitting_second_check_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/fitting/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sheet
         * @description The wearer has signed the sheet.
         */
        post: operations["sheet_api_activations__activation_id__fitting_sheet_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/installed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Installed
         * @description Somebody put the unit up, or was there and saw that it stands: from then on its word counts (again).
         */
        post: operations["confirm_installed_api_activations__activation_id__installed_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/lost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lose
         * @description The device is gone while it was worn: the activation ends, and the person waits for another one.
         */
        post: operations["lose_api_activations__activation_id__lost_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Swap
         * @description Another device of the same kind in place of this one: the one ends in the instant the other begins.
         */
        post: operations["swap_api_activations__activation_id__swap_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/{activation_id}/take-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Off
         * @description The device comes back from the person; it must be wiped before it is stock again.
         */
        post: operations["take_off_api_activations__activation_id__take_off_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activations/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fit
         * @description Puts an issued device on a person with an order; it counts from now, and is being fitted until finished.
         */
        post: operations["fit_api_activations_fit_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/administration/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Channels
         * @description Those kept here and those of the settings.
         */
        get: operations["list_channels_api_administration_channels_get"];
        put?: never;
        /**
         * Add Channel
         * @description It is told from the next message on.
         */
        post: operations["add_channel_api_administration_channels_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/administration/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Channel
         * @description One that is not active is told nothing, also of what still waits to be sent.
         */
        put: operations["change_channel_api_administration_channels__channel_id__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/administration/channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Channel
         * @description Sends a message that says it is a test, and tells what became of it.
         */
        post: operations["try_channel_api_administration_channels__channel_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/administration/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Language
         * @description The language of the installation, and when it was another one.
         */
        get: operations["read_language_api_administration_language_get"];
        put?: never;
        /**
         * Choose Language
         * @description Applies from now on to whoever has chosen none; accounts keep their own.
         */
        post: operations["choose_language_api_administration_language_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/administration/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Figures
         * @description Every figure with its default and its limits, and all that was ever changed.
         */
        get: operations["read_figures_api_administration_thresholds_get"];
        put?: never;
        /**
         * Change Figures
         * @description Applies from now on, everywhere; the monitor takes it in at once. Nothing is changed where one is refused.
         */
        post: operations["change_figures_api_administration_thresholds_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/basemap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Basemap
         * @description Whether this installation has a street map.
         */
        get: operations["read_basemap_api_basemap_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/basemap/kz.pmtiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Country
         * @description Kazakhstan, zoom 0 to 10; answers range requests.
         */
        get: operations["country_api_basemap_kz_pmtiles_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/basemap/streets.pmtiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streets
         * @description The street map that the setting `street_map` names; answers range requests.
         */
        get: operations["streets_api_basemap_streets_pmtiles_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/commands/{command_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Command
         * @description How far one command has come; ask again while its state is queued or sent.
         */
        get: operations["read_command_api_commands__command_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Devices
         * @description The devices of the account's offices, of no office, and those its people wear; by id.
         */
        get: operations["list_devices_api_devices_get"];
        put?: never;
        /**
         * Create Device
         * @description A new device; the gateway knows it at once.
         */
        post: operations["create_device_api_devices_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Device
         * @description One device.
         */
        get: operations["read_device_api_devices__device_id__get"];
        /**
         * Replace Device
         * @description Protocol, kind, model, serial number and office; the identity stays, the state changes by steps.
         */
        put: operations["replace_device_api_devices__device_id__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}/battery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Battery
         * @description What the last two days say of the battery, since it was last put on somebody.
         */
        get: operations["read_battery_api_devices__device_id__battery_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}/calibrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Calibrations
         * @description All that were ever recorded, the newest first.
         */
        get: operations["list_calibrations_api_devices__device_id__calibrations_get"];
        put?: never;
        /**
         * Add Calibration
         * @description Results that name this serial number go by it from now on; one of the same number corrects the one before.
         */
        post: operations["add_calibration_api_devices__device_id__calibrations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Commands
         * @description What this device was told while its present wearer wore it, and what this account may tell it.
         */
        get: operations["list_commands_api_devices__device_id__commands_get"];
        put?: never;
        /**
         * Give Command
         * @description Queued until the device confirms it. A second "where are you?" while one is under way is the first.
         */
        post: operations["give_command_api_devices__device_id__commands_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}/life": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Life
         * @description Where the device is in its life, what can be done with it, and everybody who had it.
         */
        get: operations["read_life_api_devices__device_id__life_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}/steps/{step}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Device Step
         * @description Passes the device on; who gave it is who took it last. Refused where its state does not allow the step.
         */
        post: operations["take_device_step_api_devices__device_id__steps__step__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Devices
         * @description How many devices the list shows in each state of their life; states without any are left out.
         */
        get: operations["count_devices_api_devices_states_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/factor-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Resets
         * @description Those asked for and those granted, the newest first.
         */
        get: operations["list_resets_api_factor_resets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/factor-resets/{reset_id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Grant Reset
         * @description The second of two: the account's second factors are forgotten and its sessions end.
         */
        post: operations["grant_reset_api_factor_resets__reset_id__grant_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Findings
         * @description The newest to be visible first.
         */
        get: operations["list_findings_api_findings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/{finding_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Finding
         * @description One finding; `because` names the observations and thresholds it rests on.
         */
        get: operations["read_finding_api_findings__finding_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Incidents
         * @description The most urgent first, among equals the newest.
         */
        get: operations["list_incidents_api_incidents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Incident
         * @description With its history, the findings it rests on, whom we told, and what the account may do next.
         */
        get: operations["read_incident_api_incidents__incident_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Step
         * @description Takes a step on condition that the incident is still as the officer saw it.
         */
        post: operations["take_step_api_incidents__incident_id___action__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call
         * @description Who was called and what came of it, in the incident's history.
         */
        post: operations["call_api_incidents__incident_id__call_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Escalate
         * @description A person calls for more people: one level up, and the same are told as when nobody answers in time.
         */
        post: operations["escalate_api_incidents__incident_id__escalate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/owners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Owners
         * @description To whom the incident can be handed over: those who would see it; without whoever has it.
         */
        get: operations["list_owners_api_incidents__incident_id__owners_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/shelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shelve
         * @description Off the queue until then, for a reason; back at once if it becomes more urgent.
         */
        post: operations["shelve_api_incidents__incident_id__shelve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Takes the account's own last step back within ten seconds, if nothing else has happened meanwhile.
         */
        post: operations["undo_api_incidents__incident_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{incident_id}/unshelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unshelve
         * @description Back on the queue before its time.
         */
        post: operations["unshelve_api_incidents__incident_id__unshelve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entries
         * @description Who did what, the newest first; for an account of an office, about its people and by its accounts.
         */
        get: operations["list_entries_api_ledger_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Checkpoint
         * @description The newest signed checkpoint, as it is handed out (a C2SP signed note).
         */
        get: operations["read_checkpoint_api_ledger_checkpoint_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Myself
         * @description The account that asks and what its role may.
         */
        get: operations["myself_api_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Passkeys
         * @description The oldest first.
         */
        get: operations["list_passkeys_api_me_passkeys_get"];
        put?: never;
        /**
         * Add Passkey
         * @description The passkey that the browser made. With the first one all other sessions end: they began without it.
         */
        post: operations["add_passkey_api_me_passkeys_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename Passkey
         * @description Another name.
         */
        put: operations["rename_passkey_api_me_passkeys__passkey_id__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{passkey_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove Passkey
         * @description It opens nothing any more. Sessions that it began stay; end them if it was lost.
         */
        post: operations["remove_passkey_api_me_passkeys__passkey_id__remove_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin Passkey
         * @description What the browser makes a passkey with. Whoever asks shows first that they are no passer-by.
         */
        post: operations["begin_passkey_api_me_passkeys_options_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description A new password; all other sessions of the account end.
         */
        put: operations["change_password_api_me_password_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose Totp
         * @description A new secret for an authenticator application. A second factor in use must be shown to be at hand.
         */
        post: operations["propose_totp_api_me_totp_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Totp
         * @description The first code of the new application makes it the account's second factor, from now on always asked for.
         *
         *     All other sessions of the account end: they were begun without it.
         */
        post: operations["confirm_totp_api_me_totp_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/officers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Officers
         * @description The officers of the account's offices.
         */
        get: operations["list_officers_api_officers_get"];
        put?: never;
        /**
         * Create Officer
         * @description A new officer of an office.
         */
        post: operations["create_officer_api_officers_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offices
         * @description All offices, the republic's first.
         */
        get: operations["list_offices_api_offices_get"];
        put?: never;
        /**
         * Create Office
         * @description A new office under one that is there.
         */
        post: operations["create_office_api_offices_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offices/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Office
         * @description The office's names, zone and place among the offices; its code stays.
         */
        put: operations["replace_office_api_offices__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Order
         * @description One order with all its versions.
         */
        get: operations["read_order_api_orders__order_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{order_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Order
         * @description Ends an order before its time: a new version that differs in its end alone.
         */
        post: operations["end_order_api_orders__order_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{order_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace Order
         * @description A new version in place of the latest one, which stays on record. An equal one changes nothing.
         */
        post: operations["replace_order_api_orders__order_id__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List People
         * @description People under supervision, by id.
         */
        get: operations["list_people_api_people_get"];
        put?: never;
        /**
         * Create Person
         * @description A new person; the IIN is checked, and an IIN is there once.
         */
        post: operations["create_person_api_people_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Person
         * @description One person.
         */
        get: operations["read_person_api_people__person_id__get"];
        /**
         * Replace Person
         * @description Names, office, officer and language; the IIN stays.
         */
        put: operations["replace_person_api_people__person_id__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/activations/{activation_id}/custody-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Custody Sheet
         * @description What two sign when a device is fitted or comes back, as PDF: steps known to be done are ticked.
         */
        get: operations["custody_sheet_api_people__person_id__activations__activation_id__custody_sheet_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Card
         * @description Where only presence was ordered, home, away or unknown in place of a position.
         */
        get: operations["card_api_people__person_id__card_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/conditions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Conditions
         * @description The conditions that bind a person at an instant, with the order and version each follows from.
         */
        get: operations["list_conditions_api_people__person_id__conditions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Contact
         * @description The person's own phone and e-mail; null where none was left.
         */
        get: operations["read_contact_api_people__person_id__contact_get"];
        /**
         * Replace Contact
         * @description Both as a whole: what is not said is no longer kept. The next reminder goes there.
         */
        put: operations["replace_contact_api_people__person_id__contact_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Coverage
         * @description Proposals first, then what was decided, newest first.
         */
        get: operations["list_coverage_api_people__person_id__coverage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/coverage/{coverage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Coverage
         * @description A confirmed place explains silences as long as those before it, for three months; see the terms of coverage.
         */
        post: operations["decide_coverage_api_people__person_id__coverage__coverage_id__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Documents
         * @description Photos and papers of the person, the newest first, without their content.
         */
        get: operations["read_documents_api_people__person_id__documents_get"];
        put?: never;
        /**
         * Upload
         * @description Keeps a photo or a paper. Its type is told by its content; pictures are drawn anew without EXIF.
         */
        post: operations["upload_api_people__person_id__documents_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Document
         * @description The content, always as an attachment.
         */
        get: operations["open_document_api_people__person_id__documents__document_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/documents/{document_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw
         * @description It counts no longer, but stays, with who withdrew it, when and why.
         */
        post: operations["withdraw_api_people__person_id__documents__document_id__withdraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Looks
         * @description Who looked at this person, or tried to, and why; the newest first.
         */
        get: operations["list_looks_api_people__person_id__looks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Notes
         * @description The newest first; those that were corrected are among them.
         */
        get: operations["read_notes_api_people__person_id__notes_get"];
        put?: never;
        /**
         * Write Note
         * @description Adds a note, or a correction of one: it will refer to the first of them.
         */
        post: operations["write_note_api_people__person_id__notes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Orders
         * @description All orders of a person with all their versions, ended ones too.
         */
        get: operations["list_orders_api_people__person_id__orders_get"];
        put?: never;
        /**
         * Create Order
         * @description A court's order for a person. Its places are made with it, or found if they are there already.
         */
        post: operations["create_order_api_people__person_id__orders_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/orders/draft/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Draft
         * @description What the rules would have found by this order in the last days. Nothing is written.
         */
        post: operations["try_draft_api_people__person_id__orders_draft_try_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/protections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Protections
         * @description Consents, newest first, and the conditions that nobody has consented to yet.
         */
        get: operations["list_protections_api_people__person_id__protections_get"];
        put?: never;
        /**
         * Record Consent
         * @description A protected person consents to be heard because of this bound person.
         */
        post: operations["record_consent_api_people__person_id__protections_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/protections/{protection_id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give Device
         * @description The protected person carries a device from now on; one that somebody wears is refused.
         */
        post: operations["give_device_api_people__person_id__protections__protection_id__devices_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/protections/{protection_id}/devices/{device_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Device Back
         * @description The protected person has given the device back.
         */
        post: operations["take_device_back_api_people__person_id__protections__protection_id__devices__device_id__return_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/protections/{protection_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw Consent
         * @description The consent ends now: nothing that their device says is kept from here on.
         */
        post: operations["withdraw_consent_api_people__person_id__protections__protection_id__withdraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sheet
         * @description The wearer's plain sheet as PDF, in the language given, else the installation's, else the account's.
         */
        get: operations["sheet_api_people__person_id__sheet_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tests
         * @description Tests and check-ins of the last days, the newest first, whoever asked and whatever came of it.
         */
        get: operations["list_tests_api_people__person_id__tests_get"];
        put?: never;
        /**
         * Ask Now
         * @description A test or check-in is due from now on. The purpose is kept with it.
         */
        post: operations["ask_now_api_people__person_id__tests_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Timeline
         * @description Findings and incidents of one person, the latest to begin first.
         */
        get: operations["timeline_api_people__person_id__timeline_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Track
         * @description The trail in [from, to), thinned to at most `points`, only where an order needed positions.
         */
        get: operations["read_track_api_people__person_id__track_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/track/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description The same as a file: CSV and GeoJSON with every fix and its reason, GPX with those that the rules use.
         *
         *     PDF is the paper for a court; its foot has the SHA-256 of the CSV file of the same span.
         */
        get: operations["export_api_people__person_id__track_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/track/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replay
         * @description Every fix in [from, to) where an order needed positions, valid or not, as columns.
         */
        get: operations["replay_api_people__person_id__track_replay_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Places
         * @description The places that stand now, by id.
         */
        get: operations["list_places_api_places_get"];
        put?: never;
        /**
         * Create Place
         * @description A new place. One of the same name and owner is replaced; orders made with it keep the one they have.
         */
        post: operations["create_place_api_places_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/places/{place_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Place
         * @description One place, replaced ones too.
         */
        get: operations["read_place_api_places__place_id__get"];
        /**
         * Replace Place
         * @description Another boundary under the same name, as a place of its own: replace the orders that should follow it.
         */
        put: operations["replace_place_api_places__place_id__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions/last": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Last Positions
         * @description Of every device worn now; where only presence was ordered, when it was last heard and no position.
         */
        get: operations["last_positions_api_positions_last_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Quarantine
         * @description Frames that were refused, the newest first: which byte, which field, what was wrong.
         */
        get: operations["list_quarantine_api_quarantine_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine/{quarantine_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Quarantined
         * @description One frame with all its bytes.
         */
        get: operations["read_quarantined_api_quarantine__quarantine_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quarantine/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Refused
         * @description Devices that spoke to us and are not in the register, the latest first.
         */
        get: operations["list_refused_api_quarantine_refused_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description Figures by office for [from, to); no person is named.
         */
        get: operations["report_api_reports__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Session
         * @description Who is asking, how far signing in has come, and what the role may.
         */
        get: operations["read_session_api_session_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description The account's sessions that hold now, the latest used first.
         */
        get: operations["list_sessions_api_sessions_get"];
        put?: never;
        post?: never;
        /**
         * End Other Sessions
         * @description Ends all sessions of the account but this one.
         */
        delete: operations["end_other_sessions_api_sessions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Ends one session of the account: a browser left open elsewhere.
         */
        delete: operations["end_session_api_sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures
         * @description The figures of the watch in [from, to).
         */
        get: operations["figures_api_shift_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shift/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand Over
         * @description Signs the list of what is open now over to another account; it accepts it with a call of its own.
         */
        post: operations["hand_over_api_shift_handover_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shift/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Handovers
         * @description The account's own, newest first; a supervisor's are those of the office.
         */
        get: operations["list_handovers_api_shift_handovers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shift/handovers/{handover_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description The watch is taken; once, and only by whom it was handed to.
         */
        post: operations["accept_api_shift_handovers__handover_id__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shift/successors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Successors
         * @description To whom the watch can be handed: those who watch in the offices above and below, but oneself.
         */
        get: operations["list_successors_api_shift_successors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Begins a session, whose cookie comes with the answer. `stage` says what is wanted next.
         */
        post: operations["sign_in_api_signin_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go To Directory
         * @description Where the browser goes next. It carries a cookie by which we know it when it comes back.
         */
        post: operations["go_to_directory_api_signin_directory_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/directory/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come Back
         * @description The directory sends browsers here. Leads on to the workstation: signed in, or with the reason why not.
         */
        get: operations["come_back_api_signin_directory_return_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter With Passkey
         * @description Begins a session to which everything is open. Refusals are answers: try and challenge must stay written down.
         *
         *     Tries are counted apart from those with a password: who guesses at a password does not keep the owner of a
         *     passkey out.
         */
        post: operations["enter_with_passkey_api_signin_passkey_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin With Passkey
         * @description What the browser asks its authenticators with.
         */
        post: operations["begin_with_passkey_api_signin_passkey_options_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give Code
         * @description The second factor. Refusals are answers, not errors: the try must stay written down.
         */
        post: operations["give_code_api_signin_totp_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signin/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways
         * @description How one can sign in here, for the page that asks.
         */
        get: operations["ways_api_signin_ways_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description Ends this session.
         */
        post: operations["sign_out_api_signout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch
         * @description Open incidents, most urgent and then longest waiting first, and what must not be forgotten.
         */
        get: operations["watch_api_watch_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/watch/non-reporting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Non Reporting
         * @description Whose device is silent over the threshold, the longest first; it leaves the list by speaking alone.
         */
        get: operations["non_reporting_api_watch_non_reporting_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/watch/not-monitored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Not Monitored
         * @description Who is ordered to be monitored and is not fitted, or not to the end; who waits longest first.
         */
        get: operations["not_monitored_api_watch_not_monitored_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description Database and stream, asked just now.
         */
        get: operations["healthz_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description For Prometheus (with the token as its bearer token); counts only, no person and no device.
         */
        get: operations["metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccountBody */
        AccountBody: {
            /**
             * Language
             * @default ru
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /**
             * Office
             * @description Code of the office; null for the whole republic.
             */
            office?: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "officer" | "supervisor" | "technician" | "prosecutor" | "auditor" | "administrator";
        };
        /** AccountPage */
        AccountPage: {
            /** Items */
            items: components["schemas"]["AccountRead"][];
            /** Next */
            next: string | null;
        };
        /** AccountRead */
        AccountRead: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Has Factor */
            has_factor: boolean;
            /** Has Password */
            has_password: boolean;
            /** Has Token */
            has_token: boolean;
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /** Login */
            login: string;
            /** Office */
            office: string | null;
            /**
             * Officer
             * @description Code of the officer of the register who signs in as this.
             */
            officer: string | null;
            /**
             * One Time Until
             * @description A one-time password that was not used yet.
             */
            one_time_until: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "officer" | "supervisor" | "technician" | "prosecutor" | "auditor" | "administrator";
            /** Seen At */
            seen_at: string | null;
            /** Token Expires At */
            token_expires_at: string | null;
        };
        /** ActivationBody */
        ActivationBody: {
            /** Device Id */
            device_id: number;
            /**
             * From
             * @description Without it: now.
             */
            from?: string | null;
            /** @description For a home unit or beacon: where it is put up. */
            installed?: components["schemas"]["InstalledBody"] | null;
            /** Person Id */
            person_id: number;
            /** To */
            to?: string | null;
        };
        /** ActivationRead */
        ActivationRead: {
            /** Activation Id */
            activation_id: number;
            /** Device Id */
            device_id: number;
            /**
             * Fitting
             * @description imported: put on without steps, as another system or a file said.
             * @enum {string}
             */
            fitting: "imported" | "under_way" | "complete";
            /**
             * From At
             * Format: date-time
             */
            from_at: string;
            /** Identity */
            identity: string;
            /**
             * Installed At
             * @description When somebody last put it up or saw that it stands there.
             */
            installed_at: string | null;
            /**
             * Installed Lat
             * @description Where a home unit or beacon was put up; null otherwise.
             */
            installed_lat: number | null;
            /** Installed Lon */
            installed_lon: number | null;
            /** Person Id */
            person_id: number;
            /** To At */
            to_at: string | null;
        };
        /**
         * Apart
         * @description Between the newest fixes of the two, each with its time and accuracy; `metres` is between the middles.
         */
        Apart: {
            /** Bound Accuracy M */
            bound_accuracy_m: number | null;
            /**
             * Bound At
             * Format: date-time
             */
            bound_at: string;
            /** Metres */
            metres: number;
            /** Protected Accuracy M */
            protected_accuracy_m: number | null;
            /**
             * Protected At
             * Format: date-time
             */
            protected_at: string;
        };
        /** Arrivals */
        Arrivals: {
            /** Floods */
            floods: components["schemas"]["Flood"][];
            /**
             * Per 10Min
             * @description [time_ms, incidents]; slots without any are left out
             */
            per_10min: [
                number,
                number
            ][];
            /** Total */
            total: number;
        };
        /** AskableCondition */
        AskableCondition: {
            /** Condition */
            condition: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "alcohol" | "check_in";
            /** Limit Mg L */
            limit_mg_l: number | null;
            /** Tolerance Mg L */
            tolerance_mg_l: number | null;
        };
        /**
         * Assertion
         * @description `AuthenticationResponseJSON` of WebAuthn.
         */
        Assertion: {
            /** Id */
            id: string;
            /** Rawid */
            rawId: string;
            response: components["schemas"]["AssertionAnswer"];
            /**
             * Type
             * @constant
             */
            type: "public-key";
        };
        /** AssertionAnswer */
        AssertionAnswer: {
            /** Authenticatordata */
            authenticatorData: string;
            /** Clientdatajson */
            clientDataJSON: string;
            /** Signature */
            signature: string;
            /** Userhandle */
            userHandle?: string | null;
        };
        /**
         * Attestation
         * @description `RegistrationResponseJSON` of WebAuthn.
         */
        Attestation: {
            /** Id */
            id: string;
            /** Rawid */
            rawId: string;
            response: components["schemas"]["AttestationAnswer"];
            /**
             * Type
             * @constant
             */
            type: "public-key";
        };
        /** AttestationAnswer */
        AttestationAnswer: {
            /** Attestationobject */
            attestationObject: string;
            /** Clientdatajson */
            clientDataJSON: string;
        };
        /** TestBody */
        baqylau__console__routes__asked_tests__TestBody: {
            /**
             * Condition
             * @description The id of a condition in force.
             */
            condition: string;
        };
        /**
         * TestBody
         * @description to: the phone or e-mail to try a channel to wearers with.
         */
        baqylau__console__routes__channels__TestBody: {
            /** To */
            to?: string | null;
        };
        /**
         * PersonName
         * @description Whom it is about. The IIN stays in the register.
         */
        baqylau__console__routes__shapes__PersonName: {
            /** Name Cyrillic */
            name_cyrillic: string;
            /** Name Latin */
            name_latin: string;
            /** Person Id */
            person_id: number;
        };
        /** OfficeName */
        baqylau__console__signin__shapes__OfficeName: {
            /** Code */
            code: string;
            /** Name */
            name: {
                [key: string]: string;
            };
        };
        /** OfficeName */
        baqylau__register__office__OfficeName: {
            /**
             * En
             * @description English
             */
            en: string;
            /**
             * Kk
             * @description Kazakh
             */
            kk: string;
            /**
             * Ru
             * @description Russian
             */
            ru: string;
        };
        /** PersonName */
        baqylau__register__person__PersonName: {
            /** Cyrillic */
            cyrillic: string;
            /** Latin */
            latin: string;
        };
        /**
         * Basemap
         * @description What maps there are besides the one of the country.
         */
        Basemap: {
            /** @description null where the setting `street_map` names no file we can read */
            streets: components["schemas"]["Streets"] | null;
        };
        /**
         * BatteryEnd
         * @description empty_at: the best guess, between earliest and latest eight times in ten.
         */
        BatteryEnd: {
            /**
             * Discharging Since
             * Format: date-time
             */
            discharging_since: string;
            /**
             * Earliest At
             * Format: date-time
             */
            earliest_at: string;
            /**
             * Empty At
             * Format: date-time
             */
            empty_at: string;
            /**
             * Latest At
             * Format: date-time
             */
            latest_at: string;
        };
        /**
         * BatteryOutlook
         * @description end: null while it charges, where it does not fall, or where too little was heard to tell.
         */
        BatteryOutlook: {
            end: components["schemas"]["BatteryEnd"] | null;
            /**
             * Reminders
             * @description How wearers were told to charge it, the newest first.
             */
            reminders: components["schemas"]["Reminder"][];
            /**
             * Ways
             * @description How its wearer can be told: the device itself, or SMS or e-mail.
             */
            ways: ("device" | "sms" | "email")[];
        };
        /** BatteryShown */
        BatteryShown: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Charging */
            charging: boolean | null;
            /** Level Percent */
            level_percent: number | null;
            /** Voltage V */
            voltage_v: number | null;
        };
        /**
         * CalibrationBody
         * @description serial: as the device names it in its results. certificate: number of the paper, or a note on it.
         */
        CalibrationBody: {
            /**
             * Calibrated At
             * Format: date-time
             */
            calibrated_at: string;
            /**
             * Calibrated By
             * @description Laboratory or person.
             */
            calibrated_by: string;
            /**
             * Certificate
             * @default
             */
            certificate: string;
            /** Serial */
            serial: string;
            /**
             * Valid To
             * Format: date-time
             * @description A test measured then or later is marked.
             */
            valid_to: string;
        };
        /**
         * CalibrationRead
         * @description calibrated_at, recorded_at: null of one that was recorded before people were asked. counts: no newer entry of
         *     the same serial number corrects it.
         */
        CalibrationRead: {
            /** Calibrated At */
            calibrated_at: string | null;
            /** Calibrated By */
            calibrated_by: string;
            /** Calibration Id */
            calibration_id: number;
            /** Certificate */
            certificate: string;
            /** Counts */
            counts: boolean;
            /** Recorded At */
            recorded_at: string | null;
            /** Recorded By */
            recorded_by: string;
            /** Serial */
            serial: string;
            /**
             * Valid To
             * Format: date-time
             */
            valid_to: string;
        };
        /**
         * Called
         * @description What came of a telephone call.
         */
        Called: {
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "confirmed" | "explained" | "no_answer" | "refused" | "unreachable" | "other";
            /**
             * Whom
             * @enum {string}
             */
            whom: "wearer" | "relative" | "victim" | "police" | "other";
        };
        /** CallNoted */
        CallNoted: {
            call: components["schemas"]["Called"];
            /** Note */
            note?: string | null;
            /** Version */
            version: number;
        };
        /** Card */
        Card: {
            /** Devices */
            devices: components["schemas"]["CardDevice"][];
            /** Incidents */
            incidents: components["schemas"]["IncidentBrief"][];
            /** Last Contact */
            last_contact: string | null;
            /**
             * Located
             * @description The last three times it was asked where the person is.
             */
            located: components["schemas"]["Located"][];
            /** Orders */
            orders: components["schemas"]["CardOrder"][];
            person: components["schemas"]["CardPerson"];
            position: components["schemas"]["CardPosition"] | null;
            /** Positions Needed */
            positions_needed: boolean;
            presence: components["schemas"]["Whereabouts"] | null;
        };
        /**
         * CardCondition
         * @description week: seven lists, Monday first, of local minutes since midnight; null: always. window: current or next.
         */
        CardCondition: {
            /** Binds Now */
            binds_now: boolean;
            /** Distance M */
            distance_m: number | null;
            /** Exceptions */
            exceptions: components["schemas"]["HoursException"][];
            /** Hours */
            hours: components["schemas"]["Hours"][];
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "curfew" | "exclusion" | "inclusion" | "attendance" | "alcohol" | "check_in" | "protection";
            /** Limit Mg L */
            limit_mg_l: number | null;
            /** Permitted Absences */
            permitted_absences: components["schemas"]["PermittedAbsence"][];
            /** Place */
            place: (components["schemas"]["Circle"] | components["schemas"]["Polygon"]) | null;
            /** Protects */
            protects: string | null;
            schedule: components["schemas"]["Schedule"] | null;
            /** Timezone */
            timezone: string;
            /** Tolerance Mg L */
            tolerance_mg_l: number | null;
            /** Warning M */
            warning_m: number | null;
            /** Way */
            way: ("face" | "voice" | "phone") | null;
            /** Week */
            week: [
                number,
                number
            ][][] | null;
            window: components["schemas"]["Window"] | null;
        };
        /** CardDevice */
        CardDevice: {
            /** Activation Id */
            activation_id: number;
            battery: components["schemas"]["BatteryShown"] | null;
            /**
             * Being Fitted
             * @description steps of its fitting are missing
             */
            being_fitted: boolean;
            /** Case Open */
            case_open: boolean | null;
            /** Commands */
            commands: ("locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in")[];
            /** Device Id */
            device_id: number;
            /**
             * From At
             * Format: date-time
             */
            from_at: string;
            /** Heard At */
            heard_at: string | null;
            /** Identity */
            identity: string;
            /** Kind */
            kind: string;
            /**
             * Lasts From
             * @description Between this and `lasts_to`, eight times in ten.
             */
            lasts_from: string | null;
            /** Lasts To */
            lasts_to: string | null;
            /**
             * Lasts Until
             * @description When the battery will be empty, by its discharge; null: not known.
             */
            lasts_until: string | null;
            /** Model */
            model: string;
            /** Protocol */
            protocol: string;
            /** State */
            state: string;
            /** Strap Open */
            strap_open: boolean | null;
        };
        /** CardOffice */
        CardOffice: {
            /** Code */
            code: string;
            name: components["schemas"]["InThree"];
            /** Office Id */
            office_id: number;
        };
        /** CardOfficer */
        CardOfficer: {
            /** Code */
            code: string;
            /** Name Cyrillic */
            name_cyrillic: string;
            /** Name Latin */
            name_latin: string;
        };
        /** CardOrder */
        CardOrder: {
            /** Conditions */
            conditions: components["schemas"]["CardCondition"][];
            /** Court */
            court: string;
            /** Ground */
            ground: string;
            ground_name: components["schemas"]["InThree"];
            /** Issued On */
            issued_on: string | null;
            /** Number */
            number: string;
            /** Order Id */
            order_id: number;
            /** Timezone */
            timezone: string;
            valid: components["schemas"]["Window"];
            /** Version */
            version: number;
        };
        /** CardPerson */
        CardPerson: {
            /** Iin */
            iin: string;
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /** Name Cyrillic */
            name_cyrillic: string;
            /** Name Latin */
            name_latin: string;
            office: components["schemas"]["CardOffice"];
            officer: components["schemas"]["CardOfficer"] | null;
            /** Person Id */
            person_id: number;
        };
        /** CardPosition */
        CardPosition: {
            /** Accuracy M */
            accuracy_m: number | null;
            /** Course Deg */
            course_deg: number | null;
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /** Lat */
            lat: number;
            /** Lon */
            lon: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /**
             * Source
             * @enum {string}
             */
            source: "unknown" | "satellite" | "cell" | "wifi" | "fused";
            /** Speed Kmh */
            speed_kmh: number | null;
            /**
             * Visible At
             * Format: date-time
             */
            visible_at: string;
        };
        /** CarriedDevice */
        CarriedDevice: {
            /** Device Id */
            device_id: number;
            /**
             * From At
             * Format: date-time
             */
            from_at: string;
            /** Heard At */
            heard_at: string | null;
            /** Identity */
            identity: string;
            /** To At */
            to_at: string | null;
        };
        /** CarryBody */
        CarryBody: {
            /**
             * From
             * @description Without it: now.
             */
            from?: string | null;
            /**
             * Identity
             * @description Of a device of the register.
             */
            identity: string;
        };
        /** CauseShare */
        CauseShare: {
            /** Cause */
            cause: string;
            /** Incidents */
            incidents: number;
            /** Share */
            share: number;
        };
        /** ChannelBody */
        ChannelBody: {
            /** Active */
            active: boolean;
            /**
             * Address
             * @description Without it: as it was.
             */
            address?: string | null;
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /**
             * Least Priority
             * @description 1: only the most urgent incidents; 4: all.
             */
            least_priority: number;
            /** Name */
            name: string;
        };
        /**
         * ChannelRead
         * @description kind: what the address begins with. channel_id: null for one of the settings, which is changed there.
         *
         *     carries: incidents to staff, or words to wearers by SMS or e-mail; language and least_priority are of the former.
         */
        ChannelRead: {
            /** Active */
            active: boolean;
            /**
             * Carries
             * @enum {string}
             */
            carries: "incidents" | "sms" | "email";
            /** Changed At */
            changed_at: string | null;
            /** Changed By */
            changed_by: string | null;
            /** Channel Id */
            channel_id: number | null;
            /** Kind */
            kind: string;
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /** Least Priority */
            least_priority: number;
            /** Name */
            name: string;
        };
        /** Channels */
        Channels: {
            /** Channels */
            channels: components["schemas"]["ChannelRead"][];
        };
        /**
         * Circle
         * @description All points within `radius_m` metres of the point.
         */
        Circle: {
            /** Coordinates */
            coordinates: [
                number,
                number
            ];
            /**
             * Name
             * @description What people call it.
             */
            name?: string | null;
            /**
             * Radius M
             * @description Metres.
             */
            radius_m: number;
            /**
             * Timezone
             * @description IANA zone of the place where it is not the order's.
             */
            timezone?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "Point";
        };
        /** Code */
        Code: {
            /**
             * Code
             * Format: password
             * @description Six digits of the authenticator application.
             */
            code: string;
        };
        /** CommandBody */
        CommandBody: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in";
            /**
             * Lifetime S
             * @description How long it may take; without it as the kind's own, locate 180 s.
             */
            lifetime_s?: number | null;
            /**
             * Parameters
             * @description interval: seconds; vibrate: seconds; message: text; breath_test and check_in: request, within_s.
             */
            parameters?: {
                [key: string]: unknown;
            };
        };
        /**
         * CommandList
         * @description can: the kinds that this account may give and the device's language has. Newest first.
         */
        CommandList: {
            /** Can */
            can: ("locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in")[];
            /** Items */
            items: components["schemas"]["CommandRead"][];
        };
        /**
         * CommandProgress
         * @description How far a command has come. attempts: how often it went out. reason: a word, see `reason` of a refusal.
         */
        CommandProgress: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Attempts */
            attempts: number;
            /** Command Id */
            command_id: number;
            /** Device Id */
            device_id: number;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in";
            /** Reason */
            reason: string;
            /** Sent At */
            sent_at: string | null;
            /** Settled At */
            settled_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sent" | "confirmed" | "refused" | "no_answer" | "expired";
        };
        /**
         * CommandRead
         * @description The same with what was said. answer: the device's own words.
         */
        CommandRead: {
            /** Answer */
            answer: string;
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            /** Attempts */
            attempts: number;
            /** Command Id */
            command_id: number;
            /** Device Id */
            device_id: number;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in";
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Reason */
            reason: string;
            /** Sent At */
            sent_at: string | null;
            /** Settled At */
            settled_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sent" | "confirmed" | "refused" | "no_answer" | "expired";
        };
        /**
         * Condition
         * @description One thing the order demands.
         *
         *     curfew: be in the place in these hours. exclusion: stay out of it (in these hours, or always). inclusion:
         *     do not leave it. attendance: be there at some time in each of these hours. `warning_m`: width of the ring
         *     around an exclusion zone in which an approach is warned of, metres.
         *
         *     alcohol: no more alcohol in the breath than the limit, tested when `schedule` says. check_in: show oneself when
         *     `schedule` says. These two have no place and no hours. `limit_mg_l`, `tolerance_mg_l`: milligrams in a litre of
         *     breath; a test is positive when what was measured less the tolerance of the device is above the limit.
         *
         *     protection: keep `distance_m` metres away from the protected person whose code is `protects`, wherever that person
         *     is. It has neither place nor hours; a permitted absence is a permitted meeting. The order has no name of theirs.
         */
        Condition: {
            /**
             * Distance M
             * @description protection only: metres to keep away.
             */
            distance_m?: number | null;
            /**
             * Exceptions
             * @default []
             */
            exceptions: components["schemas"]["HoursException"][];
            /**
             * Hours
             * @description Without hours: always (not for curfew and attendance).
             * @default []
             */
            hours: components["schemas"]["Hours"][];
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "curfew" | "exclusion" | "inclusion" | "attendance" | "alcohol" | "check_in" | "protection";
            /**
             * Limit Mg L
             * @description alcohol only; without it the threshold alcohol_limit_mg_l.
             */
            limit_mg_l?: number | null;
            /**
             * Permitted Absences
             * @default []
             */
            permitted_absences: components["schemas"]["PermittedAbsence"][];
            /**
             * Place
             * @description Needed, but for alcohol, check_in and protection.
             */
            place?: (components["schemas"]["Circle"] | components["schemas"]["Polygon"]) | null;
            /**
             * Protects
             * @description protection only: code of the protected person.
             */
            protects?: string | null;
            /** @description Needed for alcohol and check_in. */
            schedule?: components["schemas"]["Schedule"] | null;
            /**
             * Tolerance Mg L
             * @description alcohol only; without it the threshold alcohol_tolerance_mg_l.
             */
            tolerance_mg_l?: number | null;
            /**
             * Warning M
             * @description Metres; exclusion only.
             */
            warning_m?: number | null;
            /**
             * Way
             * @description Needed for check_in: what the person shows oneself by.
             */
            way?: ("face" | "voice" | "phone") | null;
        };
        /** ConditionInForce */
        ConditionInForce: {
            /** Condition Id */
            condition_id: number;
            /**
             * Distance M
             * @description protection only: metres to keep away.
             */
            distance_m?: number | null;
            /**
             * Exceptions
             * @default []
             */
            exceptions: components["schemas"]["HoursException"][];
            /**
             * Hours
             * @description Without hours: always (not for curfew and attendance).
             * @default []
             */
            hours: components["schemas"]["Hours"][];
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "curfew" | "exclusion" | "inclusion" | "attendance" | "alcohol" | "check_in" | "protection";
            /**
             * Limit Mg L
             * @description alcohol only; without it the threshold alcohol_limit_mg_l.
             */
            limit_mg_l?: number | null;
            /** Order Id */
            order_id: number;
            /**
             * Permitted Absences
             * @default []
             */
            permitted_absences: components["schemas"]["PermittedAbsence"][];
            /**
             * Place
             * @description Needed, but for alcohol, check_in and protection.
             */
            place?: (components["schemas"]["Circle"] | components["schemas"]["Polygon"]) | null;
            /** Place Id */
            place_id: number | null;
            /**
             * Protects
             * @description protection only: code of the protected person.
             */
            protects?: string | null;
            /** @description Needed for alcohol and check_in. */
            schedule?: components["schemas"]["Schedule"] | null;
            /**
             * Tolerance Mg L
             * @description alcohol only; without it the threshold alcohol_tolerance_mg_l.
             */
            tolerance_mg_l?: number | null;
            /** Version */
            version: number;
            /**
             * Warning M
             * @description Metres; exclusion only.
             */
            warning_m?: number | null;
            /**
             * Way
             * @description Needed for check_in: what the person shows oneself by.
             */
            way?: ("face" | "voice" | "phone") | null;
        };
        /** ConditionRead */
        ConditionRead: {
            /** Condition Id */
            condition_id: number;
            /**
             * Distance M
             * @description protection only: metres to keep away.
             */
            distance_m?: number | null;
            /**
             * Exceptions
             * @default []
             */
            exceptions: components["schemas"]["HoursException"][];
            /**
             * Hours
             * @description Without hours: always (not for curfew and attendance).
             * @default []
             */
            hours: components["schemas"]["Hours"][];
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "curfew" | "exclusion" | "inclusion" | "attendance" | "alcohol" | "check_in" | "protection";
            /**
             * Limit Mg L
             * @description alcohol only; without it the threshold alcohol_limit_mg_l.
             */
            limit_mg_l?: number | null;
            /**
             * Permitted Absences
             * @default []
             */
            permitted_absences: components["schemas"]["PermittedAbsence"][];
            /**
             * Place
             * @description Needed, but for alcohol, check_in and protection.
             */
            place?: (components["schemas"]["Circle"] | components["schemas"]["Polygon"]) | null;
            /** Place Id */
            place_id: number | null;
            /**
             * Protects
             * @description protection only: code of the protected person.
             */
            protects?: string | null;
            /** @description Needed for alcohol and check_in. */
            schedule?: components["schemas"]["Schedule"] | null;
            /**
             * Tolerance Mg L
             * @description alcohol only; without it the threshold alcohol_tolerance_mg_l.
             */
            tolerance_mg_l?: number | null;
            /**
             * Warning M
             * @description Metres; exclusion only.
             */
            warning_m?: number | null;
            /**
             * Way
             * @description Needed for check_in: what the person shows oneself by.
             */
            way?: ("face" | "voice" | "phone") | null;
        };
        /**
         * Consent
         * @description To be heard from … until before …, because of one bound person.
         */
        Consent: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /**
             * To
             * Format: date-time
             */
            to: string;
        };
        /**
         * Contact
         * @description The person's own; in which language they are addressed stands with the person.
         */
        Contact: {
            /** Email */
            email?: string | null;
            /** Phone */
            phone?: string | null;
        };
        /**
         * Counters
         * @description People, and open incidents by priority ("1" to "4").
         */
        Counters: {
            /**
             * Being Fitted
             * @description they wear nothing but what is still being fitted
             */
            being_fitted: number;
            /**
             * Blind
             * @description people of a mass silence that goes on
             */
            blind: number;
            /** By Priority */
            by_priority: {
                [key: string]: number;
            };
            /** Monitored */
            monitored: number;
            /** Non Reporting */
            non_reporting: number;
            /**
             * Ordered Not Monitored
             * @description an order binds them and they wear nothing
             */
            ordered_not_monitored: number;
            /** Unacknowledged */
            unacknowledged: {
                [key: string]: number;
            };
        };
        /** CoverageList */
        CoverageList: {
            /** Places */
            places: components["schemas"]["CoverageRead"][];
        };
        /**
         * CoverageRead
         * @description A circle in which contact was lost `losses` times, the longest for `longest_s` seconds.
         */
        CoverageRead: {
            /** Coverage Id */
            coverage_id: number;
            /** Decided At */
            decided_at: string | null;
            /** Decided By */
            decided_by: string | null;
            /**
             * First At
             * Format: date-time
             */
            first_at: string;
            /**
             * Last At
             * Format: date-time
             */
            last_at: string;
            /**
             * Lat
             * @description null where no condition needs positions
             */
            lat: number | null;
            /** Lon */
            lon: number | null;
            /** Longest S */
            longest_s: number;
            /** Losses */
            losses: number;
            /** Note */
            note: string;
            /** Radius M */
            radius_m: number;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "confirmed" | "rejected";
            /** Valid To */
            valid_to: string | null;
        };
        /**
         * DayHours
         * @description The hours of one date, in place of the weekday table.
         */
        DayHours: {
            /**
             * From
             * @example 22:00
             */
            from: string;
            /**
             * To
             * @example 22:00
             */
            to: string;
        };
        /** DecisionBody */
        DecisionBody: {
            /**
             * Decision
             * @enum {string}
             */
            decision: "confirmed" | "rejected";
            /**
             * Note
             * @description What is there, and how it was looked into.
             */
            note: string;
        };
        /** Delay */
        Delay: {
            /** Median */
            median: number | null;
            /** N */
            n: number;
            /** P95 */
            p95: number | null;
        };
        /**
         * Device
         * @description Who wears it is no property of the device: that is an activation.
         */
        Device: {
            /**
             * Identity
             * @description What the device calls itself on the wire: an IMEI, a terminal id.
             */
            identity: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "bracelet" | "tracker" | "home_unit" | "mobile_unit" | "beacon" | "audiovisual_unit" | "breath_unit" | "phone";
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * Office
             * @description Code of the office whose stock it belongs to; without it: as it was.
             */
            office?: string | null;
            /**
             * Protocol
             * @description The language it speaks.
             * @example teltonika
             */
            protocol: string;
            /**
             * Radio Identity
             * @description What a bracelet or beacon calls itself by radio. Empty: the same as `identity`.
             * @default
             */
            radio_identity: string;
            /**
             * Serial
             * @default
             */
            serial: string;
            /**
             * State
             * @description Where it is in its life. Counts for a new device; from then on it changes by steps alone.
             * @default stock
             * @enum {string}
             */
            state: "stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost";
        };
        /** DeviceLife */
        DeviceLife: {
            /**
             * Activation Id
             * @description The activation that runs, if the account sees its person.
             */
            activation_id: number | null;
            /**
             * Chain
             * @description The newest first.
             */
            chain: components["schemas"]["EntryRead"][];
            device: components["schemas"]["DeviceRead"];
            fitting: components["schemas"]["FittingRead"] | null;
            /** Person Id */
            person_id: number | null;
            /**
             * Steps
             * @description What this account may do with it now.
             */
            steps: ("issue" | "hand_back" | "fit" | "swap_on" | "import" | "take_off" | "swap_off" | "report_faulty" | "repaired" | "lose" | "find" | "wipe" | "restock" | "retire")[];
        };
        /** DeviceRead */
        DeviceRead: {
            /**
             * Battery Percent
             * @description As told within the last seven days.
             */
            battery_percent: number | null;
            /**
             * Being Fitted
             * @description It is put on, and steps of the fitting are missing.
             */
            being_fitted: boolean;
            /**
             * Calibrated Until
             * @description Of a breath unit: when the last of its calibrations ends; null: none is known.
             */
            calibrated_until: string | null;
            /**
             * Calibration Ends Soon
             * @description It has ended, or ends within `calibration_warn_days` of the thresholds.
             */
            calibration_ends_soon: boolean;
            /** Device Id */
            device_id: number;
            /**
             * Heard At
             * @description When it was last heard.
             */
            heard_at: string | null;
            /**
             * Identity
             * @description What the device calls itself on the wire: an IMEI, a terminal id.
             */
            identity: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "bracelet" | "tracker" | "home_unit" | "mobile_unit" | "beacon" | "audiovisual_unit" | "breath_unit" | "phone";
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * Office
             * @description Code of the office whose stock it belongs to; without it: as it was.
             */
            office?: string | null;
            /**
             * Protocol
             * @description The language it speaks.
             * @example teltonika
             */
            protocol: string;
            /**
             * Radio Identity
             * @description What a bracelet or beacon calls itself by radio. Empty: the same as `identity`.
             * @default
             */
            radio_identity: string;
            /**
             * Serial
             * @default
             */
            serial: string;
            /**
             * State
             * @description Where it is in its life. Counts for a new device; from then on it changes by steps alone.
             * @default stock
             * @enum {string}
             */
            state: "stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost";
            /**
             * Worn
             * @description Whether somebody wears it now.
             */
            worn: boolean;
        };
        /** DocumentMade */
        DocumentMade: {
            /** Document Id */
            document_id: number;
            /** Media Type */
            media_type: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * DocumentRead
         * @description sha256: of the content as it is given out. withdrawn_*: null while it counts.
         */
        DocumentRead: {
            /** Document Id */
            document_id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "photo" | "document";
            /**
             * Media Type
             * @enum {string}
             */
            media_type: "image/jpeg" | "application/pdf";
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Uploaded At
             * Format: date-time
             */
            uploaded_at: string;
            /** Uploaded By */
            uploaded_by: string;
            /** Withdrawn At */
            withdrawn_at: string | null;
            /** Withdrawn By */
            withdrawn_by: string | null;
            /** Withdrawn Reason */
            withdrawn_reason: string | null;
        };
        /** Draft */
        Draft: {
            /**
             * Days
             * @default 30
             */
            days: number;
            order: components["schemas"]["OrderBody"];
        };
        /** EndBody */
        EndBody: {
            /**
             * At
             * @description When it ends; without it: now.
             */
            at?: string | null;
        };
        /**
         * EntryPage
         * @description `next`: what to give as `after` for the page that follows; null on the last one.
         */
        EntryPage: {
            /** Entries */
            entries: components["schemas"]["EntryShown"][];
            /** Next */
            next: number | null;
        };
        /**
         * EntryRead
         * @description One row of the chain of custody.
         */
        EntryRead: {
            /** Activation Id */
            activation_id: number | null;
            /**
             * Device Condition
             * @enum {string}
             */
            device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /**
             * From State
             * @description null: the chain begins here.
             */
            from_state: ("stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost") | null;
            giver: components["schemas"]["PartyRead"];
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /** Number */
            number: number;
            /** Reason */
            reason: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Recorded By */
            recorded_by: string;
            /** Serial */
            serial: string;
            /** Site */
            site: string;
            /**
             * Step
             * @description carried_over: how the device stood when the chain was begun.
             */
            step: ("issue" | "hand_back" | "fit" | "swap_on" | "import" | "take_off" | "swap_off" | "report_faulty" | "repaired" | "lose" | "find" | "wipe" | "restock" | "retire") | "carried_over";
            taker: components["schemas"]["PartyRead"];
            /**
             * To State
             * @enum {string}
             */
            to_state: "stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost";
            /**
             * Withheld
             * @description It concerns a person whom this account does not see.
             */
            withheld: boolean;
        };
        /**
         * EntryShown
         * @description One entry. People are named by their ids alone.
         */
        EntryShown: {
            /** Account */
            account: string;
            /** Act */
            act: string;
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /**
             * Leaf Hash
             * @description Its leaf in the Merkle tree, in hexadecimal.
             */
            leaf_hash: string;
            /** Object Id */
            object_id: string | null;
            /** Object Kind */
            object_kind: string;
            /**
             * Office Id
             * @description The account's office then; null: the whole republic.
             */
            office_id: number | null;
            /** Person Id */
            person_id: number | null;
            /**
             * Purpose
             * @description A code; the words of `other` are in `detail.words`.
             */
            purpose: string | null;
            /** Repeated At */
            repeated_at: string | null;
            /**
             * Repeats
             * @description How often the same look was repeated within the next ten minutes.
             */
            repeats: number;
            /** Role */
            role: string;
            /** Seq */
            seq: number;
        };
        /** FalseShare */
        FalseShare: {
            /** Closed */
            closed: number;
            /** False */
            false: number;
            /** Kind */
            kind: string;
            /** Share */
            share: number;
        };
        /**
         * FaultRead
         * @description One thing that is wrong in a request. where: `body.conditions.0.hours`; type: pydantic's word for it.
         */
        FaultRead: {
            /**
             * Code
             * @description Where it is a refusal of ours and not the framework's.
             * @default null
             */
            code: string | null;
            /**
             * Problem
             * @description In English.
             */
            problem: string;
            /** Type */
            type: string;
            /**
             * Values
             * @description What the problem speaks of, by name.
             */
            values: {
                [key: string]: unknown;
            };
            /** Where */
            where: string;
        };
        /** FigureChange */
        FigureChange: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /** Name */
            name: string;
        };
        /**
         * FigureRead
         * @description One figure as it applies now; what it means stands in the catalogue of texts under its name.
         */
        FigureRead: {
            /** Default */
            default: number;
            /** Least */
            least: number;
            /** Most */
            most: number;
            /** Name */
            name: string;
            /** Unit */
            unit: string;
            /** Value */
            value: number;
            /**
             * Whole
             * @description Only whole numbers.
             */
            whole: boolean;
        };
        /** FindingPage */
        FindingPage: {
            /** Findings */
            findings: components["schemas"]["FindingShown"][];
            /** Next */
            next: string | null;
        };
        /**
         * FindingShown
         * @description What the rules found, with the observations and thresholds it rests on.
         */
        FindingShown: {
            /** Because */
            because: unknown[];
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Condition */
            condition: string | null;
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /** Device Id */
            device_id: number | null;
            /** Ended At */
            ended_at: string | null;
            /**
             * Finding Id
             * Format: uuid
             */
            finding_id: string;
            /** Kind */
            kind: string;
            /** Late */
            late: boolean;
            /** Person Id */
            person_id: number;
            /** Severity */
            severity: string;
            /**
             * Visible At
             * Format: date-time
             */
            visible_at: string;
            /** Withdrawn At */
            withdrawn_at: string | null;
        };
        /** FitBody */
        FitBody: {
            /**
             * Device Condition
             * @default good
             * @enum {string}
             */
            device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /** Device Id */
            device_id: number;
            /** Person Id */
            person_id: number;
            /**
             * Site
             * @description Where it is handed over.
             */
            site: string;
        };
        /** FittingRead */
        FittingRead: {
            /** Activation Id */
            activation_id: number;
            /**
             * Begun At
             * @description null: imported, begun without steps.
             */
            begun_at: string | null;
            /** Begun By */
            begun_by: string | null;
            /**
             * Clock Lag Ms
             * @description Received less happened, of the report that came soonest.
             */
            clock_lag_ms: number | null;
            /** Completed At */
            completed_at: string | null;
            /** Completed By */
            completed_by: string | null;
            /**
             * Contact At
             * @description When the device was first heard since.
             */
            contact_at: string | null;
            /** Device Id */
            device_id: number;
            /** Identity */
            identity: string;
            /** Missing */
            missing: ("medical" | "contraindicated" | "photo" | "second_check" | "sheet" | "contact" | "clock")[];
            /** Person Id */
            person_id: number;
            /**
             * State
             * @enum {string}
             */
            state: "imported" | "under_way" | "complete";
            /** Steps */
            steps: components["schemas"]["StepRead"][];
        };
        /** Fix */
        Fix: {
            /** Accuracy M */
            accuracy_m: number | null;
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /** Lat */
            lat: number;
            /** Lon */
            lon: number;
            /**
             * Source
             * @enum {string}
             */
            source: "unknown" | "satellite" | "cell" | "wifi" | "fused";
            /** Speed Kmh */
            speed_kmh: number | null;
        };
        /** Flood */
        Flood: {
            /** From Ms */
            from_ms: number;
            /** Incidents */
            incidents: number;
            /** To Ms */
            to_ms: number;
        };
        /** Handed */
        Handed: {
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Incident Id */
            incident_id: number;
            /** Kind */
            kind: string;
            /** Owner */
            owner: string | null;
            /** Person Id */
            person_id: number | null;
            /** Priority */
            priority: number;
            /** State */
            state: string;
            /** Version */
            version: number;
        };
        /**
         * Handover
         * @description sha256: over the canonical JSON of who, to whom, when, words and list, so that a print can be compared.
         */
        Handover: {
            /** Accepted At */
            accepted_at: string | null;
            /** From Login */
            from_login: string;
            /** Handover Id */
            handover_id: number;
            /** List */
            list: components["schemas"]["Handed"][];
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Note */
            note: string;
            /** Sha256 */
            sha256: string;
            /** To Login */
            to_login: string;
        };
        /** HandoverBody */
        HandoverBody: {
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * To
             * @description the login that takes over
             */
            to: string;
        };
        /** HandoverList */
        HandoverList: {
            /** Handovers */
            handovers: components["schemas"]["Handover"][];
        };
        /**
         * Health
         * @description `ok`, or what is wrong, of each part; nothing about any person.
         */
        Health: {
            /** Database */
            database: string;
            /** Stream */
            stream: string;
        };
        /** HistoryLine */
        HistoryLine: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /** From State */
            from_state: string | null;
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /** Note */
            note: string | null;
            /** To State */
            to_state: string;
            /** Version */
            version: number;
        };
        /**
         * Hours
         * @description A span of local wall time that begins on each of the days; it runs over midnight when `to` <= `from`.
         *
         *     When the clock is set back, an instant is within the hours if the wall clock shows a time within them.
         */
        Hours: {
            /**
             * Days
             * @default mon-sun
             * @example mon-sun
             * @example mon,wed
             * @example fri-mon
             */
            days: string;
            /**
             * From
             * @example 22:00
             */
            from: string;
            /**
             * To
             * @example 22:00
             */
            to: string;
        };
        /**
         * HoursException
         * @description On this local date the hours that begin are these; an empty list: none begin.
         */
        HoursException: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Hours */
            hours: components["schemas"]["DayHours"][];
        };
        /**
         * IncidentBrief
         * @description One line of the list. person None: a mass incident, with so many `people` still in it.
         */
        IncidentBrief: {
            /** Acknowledged At */
            acknowledged_at: string | null;
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Cause */
            cause: string;
            /**
             * Cleared At
             * @description all its grounds have ended
             */
            cleared_at: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Condition */
            condition: string | null;
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /** Disposition */
            disposition: string | null;
            /** Escalate At */
            escalate_at: string | null;
            /** Escalation */
            escalation: number;
            /**
             * Groundless At
             * @description all its grounds were withdrawn
             */
            groundless_at: string | null;
            /** Grounds */
            grounds: number;
            /** Incident Id */
            incident_id: number;
            /** Kind */
            kind: string;
            /** Merged Into */
            merged_into: number | null;
            /** Opened At */
            opened_at: string | null;
            /** Owner */
            owner: string | null;
            /** People */
            people: number;
            person: components["schemas"]["baqylau__console__routes__shapes__PersonName"] | null;
            /**
             * Priority
             * @description 1 is the most urgent of 4
             */
            priority: number;
            /** Reason */
            reason: string | null;
            /** Scope */
            scope?: string | null;
            /** Severity */
            severity: string;
            /** Shelved By */
            shelved_by?: string | null;
            /** Shelved Reason */
            shelved_reason?: string | null;
            /**
             * Shelved Until
             * @description off the queue until then
             */
            shelved_until?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "open" | "acknowledged" | "in_hand" | "closed";
            /**
             * Version
             * @description what a step must name, as `version` or in If-Match
             */
            version: number;
            /**
             * Visible At
             * Format: date-time
             */
            visible_at: string;
        };
        /** IncidentPage */
        IncidentPage: {
            /** Incidents */
            incidents: components["schemas"]["IncidentBrief"][];
            /**
             * Next
             * @description pass as `after` for the following page; null at the end
             */
            next: string | null;
        };
        /**
         * IncidentWhole
         * @description An incident with its history and grounds. steps: what the asking account may do from here.
         */
        IncidentWhole: {
            /** Acknowledged At */
            acknowledged_at: string | null;
            /** Because */
            because: components["schemas"]["FindingShown"][];
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Cause */
            cause: string;
            /**
             * Cleared At
             * @description all its grounds have ended
             */
            cleared_at: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Condition */
            condition: string | null;
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /** Disposition */
            disposition: string | null;
            /** Escalate At */
            escalate_at: string | null;
            /** Escalation */
            escalation: number;
            /**
             * Groundless At
             * @description all its grounds were withdrawn
             */
            groundless_at: string | null;
            /** Grounds */
            grounds: number;
            /** History */
            history: components["schemas"]["HistoryLine"][];
            /** Incident Id */
            incident_id: number;
            /** Kind */
            kind: string;
            /** Merged Into */
            merged_into: number | null;
            /** Notifications */
            notifications: components["schemas"]["Told"][];
            /** Opened At */
            opened_at: string | null;
            /** Owner */
            owner: string | null;
            /** People */
            people: number;
            person: components["schemas"]["baqylau__console__routes__shapes__PersonName"] | null;
            /**
             * Priority
             * @description 1 is the most urgent of 4
             */
            priority: number;
            /** Reason */
            reason: string | null;
            /** Scope */
            scope?: string | null;
            /** Severity */
            severity: string;
            /** Shelved By */
            shelved_by?: string | null;
            /** Shelved Reason */
            shelved_reason?: string | null;
            /**
             * Shelved Until
             * @description off the queue until then
             */
            shelved_until?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "open" | "acknowledged" | "in_hand" | "closed";
            /** Steps */
            steps: ("promote" | "absorb" | "lapse" | "clear" | "escalate" | "acknowledge" | "take" | "hand_over" | "release" | "note" | "close" | "shelve" | "unshelve" | "call" | "undo")[];
            /**
             * Undo Until
             * @description until when the account may take its last step back
             */
            undo_until?: string | null;
            /** Unheard */
            unheard: components["schemas"]["Unheard"][];
            /**
             * Version
             * @description what a step must name, as `version` or in If-Match
             */
            version: number;
            /**
             * Visible At
             * Format: date-time
             */
            visible_at: string;
        };
        /** InForce */
        InForce: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** To */
            to: string | null;
        };
        /** InstalledBody */
        InstalledBody: {
            /**
             * At
             * @description When it was put up or seen there; without it: now.
             */
            at?: string | null;
            /** Lat */
            lat: number;
            /** Lon */
            lon: number;
        };
        /** InThree */
        InThree: {
            /** En */
            en: string;
            /** Kk */
            kk: string;
            /** Ru */
            ru: string;
        };
        /**
         * Invited
         * @description The one-time password is shown this once; its owner changes it at the first sign-in.
         */
        Invited: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Login */
            login: string;
            /** One Time Password */
            one_time_password: string;
        };
        /** LanguageBody */
        LanguageBody: {
            /**
             * Based On
             * @description `version_id` of what was read, so that two do not overwrite.
             */
            based_on: number | null;
            /**
             * Language
             * @description null: the one of the settings again.
             */
            language: ("kk" | "ru" | "en") | null;
            /** Reason */
            reason: string;
        };
        /**
         * LanguageVersion
         * @description Who chose which, when and why; null: the one of the settings again.
         */
        LanguageVersion: {
            /** Language */
            language: ("kk" | "ru" | "en") | null;
            /** Reason */
            reason: string;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /** Written By */
            written_by: string;
        };
        /**
         * LastHeard
         * @description Where a worn device last was. withheld: why there is no position although there may be one.
         */
        LastHeard: {
            /** Activation Id */
            activation_id: number;
            /** Device Id */
            device_id: number;
            /** Heard At */
            heard_at: string | null;
            /** Identity */
            identity: string;
            person: components["schemas"]["baqylau__console__routes__shapes__PersonName"];
            position: components["schemas"]["Fix"] | null;
            /** Received At */
            received_at: string | null;
            /** Visible At */
            visible_at: string | null;
            /** Withheld */
            withheld: string | null;
        };
        /** LastPage */
        LastPage: {
            /** Next */
            next: number | null;
            /** Positions */
            positions: components["schemas"]["LastHeard"][];
        };
        /** Located */
        Located: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            /** Attempts */
            attempts: number;
            /** Command Id */
            command_id: number;
            /** Device Id */
            device_id: number;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "locate" | "interval" | "reboot" | "vibrate" | "message" | "breath_test" | "check_in";
            /** Reason */
            reason: string;
            /** Sent At */
            sent_at: string | null;
            /** Settled At */
            settled_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sent" | "confirmed" | "refused" | "no_answer" | "expired";
        };
        /** LostBody */
        LostBody: {
            /** Reason */
            reason: string;
            /**
             * Site
             * @description Where it is handed over.
             */
            site: string;
        };
        /**
         * MedicalBody
         * @description Who looked for contraindications, when, and what came of it; nothing about what was found.
         */
        MedicalBody: {
            /**
             * Examined At
             * Format: date-time
             */
            examined_at: string;
            /** Examined By */
            examined_by: string;
            /**
             * Result
             * @enum {string}
             */
            result: "fit" | "contraindicated";
        };
        /**
         * Myself
         * @description The account that asks.
         */
        Myself: {
            /** Language */
            language: string;
            /** Login */
            login: string;
            /** Office Id */
            office_id: number | null;
            /** Permissions */
            permissions: string[];
            /** Role */
            role: string;
        };
        /** MyShift */
        MyShift: {
            /** Acknowledged 12H */
            acknowledged_12h: number;
            /** Closed 12H */
            closed_12h: number;
            /**
             * Handed To Me
             * @description handovers that wait to be accepted
             */
            handed_to_me: number;
            /** Login */
            login: string;
            /**
             * Mine
             * @description incidents that the account owns
             */
            mine: number;
        };
        /** NewAccountBody */
        NewAccountBody: {
            /**
             * Language
             * @description null: the language of the installation.
             */
            language?: ("kk" | "ru" | "en") | null;
            /** Login */
            login: string;
            /**
             * Office
             * @description Code of the office; null for the whole republic.
             */
            office?: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "officer" | "supervisor" | "technician" | "prosecutor" | "auditor" | "administrator";
        };
        /** NewChannelBody */
        NewChannelBody: {
            /**
             * Address
             * @description As Apprise writes it; of one to wearers with `{phone}` or `{email}` where theirs goes.
             */
            address: string;
            /**
             * Carries
             * @default incidents
             * @enum {string}
             */
            carries: "incidents" | "sms" | "email";
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /**
             * Least Priority
             * @description 1: only the most urgent incidents; 4: all.
             */
            least_priority: number;
            /** Name */
            name: string;
        };
        /** NewPasskeyBody */
        NewPasskeyBody: {
            credential: components["schemas"]["Attestation"];
            /** Name */
            name: string;
        };
        /** NonReporting */
        NonReporting: {
            /** Device Id */
            device_id: number | null;
            /** Heard At */
            heard_at: string | null;
            /** Identity */
            identity: string | null;
            /** Office Id */
            office_id: number;
            person: components["schemas"]["baqylau__console__routes__shapes__PersonName"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
        };
        /** NonReportingList */
        NonReportingList: {
            /** More */
            more: boolean;
            /** People */
            people: components["schemas"]["NonReporting"][];
        };
        /** NoteBody */
        NoteBody: {
            /**
             * Corrects
             * @description The note that this one puts right.
             */
            corrects?: number | null;
            /** Words */
            words: string;
        };
        /** NoteMade */
        NoteMade: {
            /** Note Id */
            note_id: number;
        };
        /**
         * NoteRead
         * @description corrects: the first note, where this one puts another right. name: of the officer who wrote it.
         */
        NoteRead: {
            /** Corrects */
            corrects: number | null;
            /** Name */
            name: {
                [key: string]: string;
            } | null;
            /** Note Id */
            note_id: number;
            /** Words */
            words: string;
            /**
             * Written At
             * Format: date-time
             */
            written_at: string;
            /** Written By */
            written_by: string;
        };
        /** NothingBody */
        NothingBody: Record<string, never>;
        /** NotMonitored */
        NotMonitored: {
            /**
             * Days Waiting
             * @description whole days since the order began to bind
             */
            days_waiting: number;
            /** Fitting Since */
            fitting_since: string | null;
            /** Office Id */
            office_id: number;
            /** Order Number */
            order_number: string;
            /**
             * Ordered From
             * Format: date-time
             */
            ordered_from: string;
            person: components["schemas"]["baqylau__console__routes__shapes__PersonName"];
            /**
             * Standing
             * @enum {string}
             */
            standing: "not_fitted" | "being_fitted";
        };
        /** NotMonitoredList */
        NotMonitoredList: {
            /** More */
            more: boolean;
            /** People */
            people: components["schemas"]["NotMonitored"][];
        };
        /**
         * Office
         * @description An office; every one but the republic's has a parent, named by its code.
         */
        Office: {
            /**
             * Address
             * @description Where a wearer goes.
             */
            address?: string | null;
            /**
             * Code
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            code: string;
            /**
             * Level
             * @enum {string}
             */
            level: "republic" | "region" | "district";
            name: components["schemas"]["OfficeName-Input"];
            /**
             * Parent
             * @description The code of the office above; the republic has none.
             */
            parent?: string | null;
            /**
             * Phone
             * @description Whom a wearer calls.
             */
            phone?: string | null;
            /**
             * Timezone
             * @description IANA time zone.
             * @example Asia/Almaty
             */
            timezone: string;
        };
        /** OfficeName */
        "OfficeName-Input": {
            /**
             * En
             * @description English
             */
            en: string;
            /**
             * Kk
             * @description Kazakh
             */
            kk: string;
            /**
             * Ru
             * @description Russian
             */
            ru: string;
        };
        /** Officer */
        Officer: {
            /**
             * Account
             * @description The login this officer signs in to the console with.
             */
            account?: string | null;
            /**
             * Code
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            code: string;
            name: components["schemas"]["PersonName-Input"];
            /**
             * Office
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            office: string;
        };
        /** OfficeRead */
        OfficeRead: {
            /**
             * Address
             * @description Where a wearer goes.
             */
            address?: string | null;
            /**
             * Code
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            code: string;
            /**
             * Level
             * @enum {string}
             */
            level: "republic" | "region" | "district";
            name: components["schemas"]["baqylau__register__office__OfficeName"];
            /** Office Id */
            office_id: number;
            /**
             * Parent
             * @description The code of the office above; the republic has none.
             */
            parent?: string | null;
            /**
             * Phone
             * @description Whom a wearer calls.
             */
            phone?: string | null;
            /**
             * Timezone
             * @description IANA time zone.
             * @example Asia/Almaty
             */
            timezone: string;
        };
        /** OfficerRead */
        OfficerRead: {
            /**
             * Account
             * @description The login this officer signs in to the console with.
             */
            account?: string | null;
            /**
             * Code
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            code: string;
            name: components["schemas"]["baqylau__register__person__PersonName"];
            /**
             * Office
             * @description A short name that stays: lower case letters, digits, `.`, `_` and `-`.
             */
            office: string;
            /** Officer Id */
            officer_id: number;
        };
        /** OperatorFigures */
        OperatorFigures: {
            /** Acknowledged */
            acknowledged: number;
            /**
             * Busiest 10Min
             * @description incidents this account handled in its busiest ten minutes
             */
            busiest_10min: number;
            /** Closed */
            closed: number;
            /** Login */
            login: string;
        };
        /**
         * OrderBody
         * @description A court's decision; its conditions follow the published order format.
         */
        OrderBody: {
            /** Conditions */
            conditions: components["schemas"]["Condition"][];
            /** Court */
            court: string;
            /**
             * Ground
             * @description A code of the legal grounds.
             * @example restriction_of_liberty
             */
            ground: string;
            /**
             * In Force From
             * @description From when this counts. Without it: from `valid.from`; a version whose `valid.from` is not after the start of the version it replaces counts from now.
             */
            in_force_from?: string | null;
            /** Issued On */
            issued_on?: string | null;
            /** Number */
            number: string;
            /**
             * Timezone
             * @description IANA time zone.
             * @example Asia/Almaty
             */
            timezone: string;
            valid: components["schemas"]["Validity"];
        };
        /** OrderRead */
        OrderRead: {
            /**
             * Number
             * @description The number of its first version.
             */
            number: string;
            /** Order Id */
            order_id: number;
            /** Person Id */
            person_id: number;
            /** Versions */
            versions: components["schemas"]["VersionRead"][];
        };
        /** OwnSession */
        OwnSession: {
            /** Address */
            address: string;
            /** Agent */
            agent: string;
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Method
             * @enum {string}
             */
            method: "password" | "passkey" | "directory";
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
            /** Session Id */
            session_id: number;
            /**
             * This
             * @description The one that asks.
             */
            this: boolean;
        };
        /** Page[ActivationRead] */
        Page_ActivationRead_: {
            /** Items */
            items: components["schemas"]["ActivationRead"][];
            /** Next */
            next: number | null;
        };
        /** Page[DeviceRead] */
        Page_DeviceRead_: {
            /** Items */
            items: components["schemas"]["DeviceRead"][];
            /** Next */
            next: number | null;
        };
        /** Page[PersonRead] */
        Page_PersonRead_: {
            /** Items */
            items: components["schemas"]["PersonRead"][];
            /** Next */
            next: number | null;
        };
        /** Page[PlaceRead] */
        Page_PlaceRead_: {
            /** Items */
            items: components["schemas"]["PlaceRead"][];
            /** Next */
            next: number | null;
        };
        /**
         * PartyRead
         * @description name: code of an office or officer, login, id of a person, name of a workshop; label: an officer's name.
         */
        PartyRead: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "office" | "officer" | "account" | "person" | "workshop" | "nobody";
            /**
             * Label
             * @default
             */
            label: string;
            /** Name */
            name: string;
        };
        /** PasskeyNameBody */
        PasskeyNameBody: {
            /** Name */
            name: string;
        };
        /** PasskeyRead */
        PasskeyRead: {
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Name */
            name: string;
            /** Passkey Id */
            passkey_id: number;
            /**
             * Synced
             * @description It lives in an account of its maker, not in one device alone.
             */
            synced: boolean;
            /** Used At */
            used_at: string | null;
        };
        /** PasswordBody */
        PasswordBody: {
            /**
             * Current
             * @description Not needed where a one-time password was just given.
             */
            current?: string | null;
            /**
             * New
             * Format: password
             */
            new: string;
        };
        /**
         * PermittedAbsence
         * @description From `from` until before `to` the condition does not bind, for this reason (a doctor, a funeral).
         */
        PermittedAbsence: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Reason */
            reason: string;
            /**
             * To
             * Format: date-time
             */
            to: string;
        };
        /**
         * Person
         * @description A person under supervision; `office` and `officer` are codes.
         */
        Person: {
            /**
             * Iin
             * @description Individual identification number, 12 digits.
             * @example 900101300017
             */
            iin: string;
            /**
             * Language
             * @description The language the person is addressed in.
             * @default kk
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            name: components["schemas"]["PersonName-Input"];
            /**
             * Office
             * @description The code of the office that supervises.
             */
            office: string;
            /**
             * Officer
             * @description The code of the officer in charge.
             */
            officer?: string | null;
        };
        /** PersonName */
        "PersonName-Input": {
            /** Cyrillic */
            cyrillic: string;
            /** Latin */
            latin: string;
        };
        /** PersonRead */
        PersonRead: {
            /**
             * Iin
             * @description Individual identification number, 12 digits.
             * @example 900101300017
             */
            iin: string;
            /**
             * Language
             * @description The language the person is addressed in.
             * @default kk
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            name: components["schemas"]["baqylau__register__person__PersonName"];
            /**
             * Office
             * @description The code of the office that supervises.
             */
            office: string;
            /**
             * Officer
             * @description The code of the officer in charge.
             */
            officer?: string | null;
            /** Person Id */
            person_id: number;
        };
        /** PlaceBody */
        PlaceBody: {
            /** Name */
            name: string;
            /**
             * Person Id
             * @description Whose place it is; none for a place of nobody's.
             */
            person_id?: number | null;
            /** Place */
            place: components["schemas"]["Circle"] | components["schemas"]["Polygon"];
        };
        /** PlaceRead */
        PlaceRead: {
            /** Name */
            name: string;
            /**
             * Person Id
             * @description Whose place it is; null for a place that belongs to nobody.
             */
            person_id: number | null;
            /** Place */
            place: components["schemas"]["Circle"] | components["schemas"]["Polygon"];
            /** Place Id */
            place_id: number;
            /**
             * Replaced At
             * @description When another place of this name took its place.
             */
            replaced_at: string | null;
        };
        /** PlainStep */
        PlainStep: {
            /** Note */
            note?: string | null;
            /** Version */
            version: number;
        };
        /**
         * Polygon
         * @description An outer ring, then holes; a ring is closed and has at least four points (RFC 7946 §3.1.6).
         */
        Polygon: {
            /** Coordinates */
            coordinates: [
                number,
                number
            ][][];
            /**
             * Name
             * @description What people call it.
             */
            name?: string | null;
            /**
             * Timezone
             * @description IANA zone of the place where it is not the order's.
             */
            timezone?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "Polygon";
        };
        /** PossibleOwner */
        PossibleOwner: {
            /** Login */
            login: string;
            /**
             * Office
             * @description code; null: the whole republic
             */
            office: string | null;
            /** Role */
            role: string;
        };
        /**
         * ProblemRead
         * @description Problem details (RFC 9457). Further members belong to single codes.
         */
        ProblemRead: {
            /**
             * Code
             * @description What is refused, in snake_case; stays the same between versions.
             */
            code: string;
            /**
             * Detail
             * @description The sentence in English, with what helps to mend it.
             */
            detail: string;
            /**
             * Errors
             * @description Of a body or query: what is wrong where.
             * @default null
             */
            errors: components["schemas"]["FaultRead"][] | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
            /**
             * Values
             * @description What the sentence speaks of, by name.
             */
            values: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * Proof
         * @description That whoever asks is not merely somebody at a browser left open.
         */
        Proof: {
            /**
             * Code
             * @description Of the application, where there is one.
             */
            code?: string | null;
            /**
             * Password
             * @description The one in use, where there is no application.
             */
            password?: string | null;
        };
        /**
         * ProtectedPerson
         * @description `code` is what orders call the person. `channel`: an address to tell them at (an Apprise URL), kept secret.
         */
        ProtectedPerson: {
            /** Channel */
            channel?: string | null;
            /** Code */
            code: string;
            /**
             * Language
             * @default kk
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /** Name */
            name: string;
        };
        /**
         * ProtectionBody
         * @description protected: who; one that is known under this code is brought up to date. consent: in writing, from … to ….
         */
        ProtectionBody: {
            consent: components["schemas"]["Consent"];
            protected: components["schemas"]["ProtectedPerson"];
        };
        /**
         * ProtectionRead
         * @description state: whether the duty is watched, and if not, what is missing. reachable: an address to tell them is known.
         */
        ProtectionRead: {
            apart: components["schemas"]["Apart"] | null;
            /** Code */
            code: string;
            /** Condition */
            condition: string | null;
            /**
             * Consent From
             * Format: date-time
             */
            consent_from: string;
            /**
             * Consent To
             * Format: date-time
             */
            consent_to: string;
            /** Devices */
            devices: components["schemas"]["CarriedDevice"][];
            /** Language */
            language: string;
            /** Name */
            name: string;
            /** Ordered M */
            ordered_m: number | null;
            /** Protection Id */
            protection_id: number;
            /** Reachable */
            reachable: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "watched" | "no_device" | "no_condition" | "consent_ended" | "withdrawn";
            /** Withdrawn At */
            withdrawn_at: string | null;
        };
        /** ProtectionsRead */
        ProtectionsRead: {
            /** Protections */
            protections: components["schemas"]["ProtectionRead"][];
            /** Without Consent */
            without_consent: components["schemas"]["UnprotectedRead"][];
        };
        /**
         * Quarantined
         * @description A frame that was refused. raw_hex: its first 512 bytes in lists, all of it by its number.
         */
        Quarantined: {
            /** Byte Offset */
            byte_offset: number | null;
            /** Bytes */
            bytes: number;
            /** Device */
            device: string | null;
            /** Field */
            field: string | null;
            /** Peer */
            peer: string;
            /** Protocol */
            protocol: string;
            /** Quarantine Id */
            quarantine_id: number;
            /** Raw Hex */
            raw_hex: string;
            /** Reason */
            reason: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Transport */
            transport: string;
        };
        /** QuarantinePage */
        QuarantinePage: {
            /** Frames */
            frames: components["schemas"]["Quarantined"][];
            /** Next */
            next: number | null;
        };
        /**
         * RandomTests
         * @description `tests` times at random in the hours that begin on each of the days.
         */
        RandomTests: {
            /**
             * Days
             * @default mon-sun
             * @example mon-sun
             * @example mon,wed
             * @example fri-mon
             */
            days: string;
            /**
             * From
             * @example 22:00
             */
            from: string;
            /** Tests */
            tests: number;
            /**
             * To
             * @example 22:00
             */
            to: string;
        };
        /**
         * RefusedDevice
         * @description A device that spoke to us and is not in the register.
         */
        RefusedDevice: {
            /**
             * First Seen At
             * Format: date-time
             */
            first_seen_at: string;
            /** Identity */
            identity: string;
            /** Last Peer */
            last_peer: string;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /** Protocol */
            protocol: string;
            /** Times */
            times: number;
        };
        /** RefusedPage */
        RefusedPage: {
            /** Devices */
            devices: components["schemas"]["RefusedDevice"][];
            /** Next */
            next: number | null;
        };
        /**
         * Reminder
         * @description since: when it was delivered, or last tried. attempt, error: of an SMS or e-mail; error without the address.
         */
        Reminder: {
            /** Attempt */
            attempt: number;
            /** Error */
            error: string | null;
            /**
             * Means
             * @enum {string}
             */
            means: "device" | "sms" | "email";
            /**
             * Reminded At
             * Format: date-time
             */
            reminded_at: string;
            /** Since */
            since: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "delivered" | "failed";
        };
        /**
         * Replay
         * @description Times in milliseconds since the epoch, UTC. gaps: without a fix that the rules use for longer than gap_s.
         */
        Replay: {
            columns: components["schemas"]["ReplayColumns"];
            /** Count */
            count: number;
            /** Devices */
            devices: components["schemas"]["WornDevice"][];
            /** Findings */
            findings: components["schemas"]["ReplayFinding"][];
            /** From Ms */
            from_ms: number;
            /** Gap S */
            gap_s: number;
            /** Gaps */
            gaps: [
                number,
                number
            ][];
            /** Periods */
            periods: [
                number,
                number
            ][];
            /** Person Id */
            person_id: number;
            /** Reasons */
            reasons: string[];
            /** Sources */
            sources: string[];
            /** To Ms */
            to_ms: number;
            /** Zones */
            zones: components["schemas"]["ReplayZone"][];
        };
        /**
         * ReplayColumns
         * @description One list a column, a fix an index. source, device, reason: indices of the lists beside them.
         */
        ReplayColumns: {
            /** Accuracy M */
            accuracy_m: (number | null)[];
            /** Archived */
            archived: number[];
            /** Circle M */
            circle_m: number[];
            /** Device */
            device: number[];
            /** Lag S */
            lag_s: number[];
            /** Lat */
            lat: number[];
            /** Lon */
            lon: number[];
            /** Reason */
            reason: number[];
            /** Source */
            source: number[];
            /** Speed Kmh */
            speed_kmh: (number | null)[];
            /** Time Ms */
            time_ms: number[];
            /** Valid */
            valid: number[];
        };
        /** ReplayFinding */
        ReplayFinding: {
            /** Began Ms */
            began_ms: number;
            /** Condition */
            condition: string | null;
            /** Ended Ms */
            ended_ms: number | null;
            /** Finding Id */
            finding_id: string;
            /** Kind */
            kind: string;
            /** Severity */
            severity: string;
            /** Withdrawn */
            withdrawn: boolean;
        };
        /** ReplayZone */
        ReplayZone: {
            /** Condition */
            condition: string;
            /** From Ms */
            from_ms: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "curfew" | "exclusion" | "inclusion" | "attendance";
            /** Place */
            place: components["schemas"]["Circle"] | components["schemas"]["Polygon"];
            /** To Ms */
            to_ms: number | null;
            /** Warning M */
            warning_m: number | null;
        };
        /**
         * Report
         * @description Rows as the report's columns name them; shares from 0 to 1, times in seconds.
         */
        Report: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Rows */
            rows: {
                [key: string]: unknown;
            }[];
            /**
             * To
             * Format: date-time
             */
            to: string;
        };
        /** ResetBody */
        ResetBody: {
            /**
             * Reason
             * @description Why the factor is reset, and how it was made sure who asks.
             */
            reason: string;
        };
        /** ResetRead */
        ResetRead: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Granted At */
            granted_at: string | null;
            /** Granted By */
            granted_by: string | null;
            /** Login */
            login: string;
            /** Reason */
            reason: string;
            /** Reset Id */
            reset_id: number;
        };
        /**
         * Schedule
         * @description Set times and random ones together; `on_demand_only` where there are neither.
         *
         *     An officer may ask at other times too. On a date with an exception only what falls in its hours is due; random
         *     tests of that date are drawn there. What falls in a permitted absence is not due.
         *     apart_minutes: random tests of one date are at least so far apart, and from its set times, where they fit.
         *     answer_minutes: within so long of the due time it is to be done; without it the threshold `test_answer_s`.
         */
        Schedule: {
            /** Answer Minutes */
            answer_minutes?: number | null;
            /**
             * Apart Minutes
             * @default 60
             */
            apart_minutes: number;
            /**
             * On Demand Only
             * @default false
             */
            on_demand_only: boolean;
            /**
             * Random
             * @default []
             */
            random: components["schemas"]["RandomTests"][];
            /**
             * Times
             * @default []
             */
            times: components["schemas"]["ScheduledTime"][];
        };
        /**
         * ScheduledTime
         * @description Due at this local wall time on each of the days. A time that the clock shows twice is due the first time.
         */
        ScheduledTime: {
            /**
             * At
             * @example 22:00
             */
            at: string;
            /**
             * Days
             * @default mon-sun
             * @example mon-sun
             * @example mon,wed
             * @example fri-mon
             */
            days: string;
        };
        /** Sent */
        Sent: {
            /**
             * Url
             * @description Where the browser goes: the directory's own sign-in.
             */
            url: string;
        };
        /**
         * SessionRead
         * @description Who is asking and what they may; permissions hold once the stage is `full`.
         */
        SessionRead: {
            /**
             * Clock Speed
             * @description Seconds of the server's clock in a real one; 1 but in demonstrations.
             */
            clock_speed: number;
            /** Expires At */
            expires_at: string | null;
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru" | "en";
            /** Login */
            login: string;
            /**
             * Method
             * @enum {string}
             */
            method: "session" | "token";
            /**
             * Now Ms
             * @description What the server's clock shows: milliseconds since the epoch.
             */
            now_ms: number;
            /** @description Null: the whole republic. */
            office: components["schemas"]["baqylau__console__signin__shapes__OfficeName"] | null;
            /** Passkeys */
            passkeys: number;
            /**
             * Password
             * @description Whether the account has one; who comes through a directory may have none.
             */
            password: boolean;
            /** Permissions */
            permissions: string[];
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "officer" | "supervisor" | "technician" | "prosecutor" | "auditor" | "administrator";
            /**
             * Stage
             * @enum {string}
             */
            stage: "second_factor" | "new_password" | "enrol" | "full";
            /** Totp */
            totp: boolean;
        };
        /**
         * SheetBody
         * @description The custody sheet, signed by the wearer, in the wearer's language.
         */
        SheetBody: {
            /**
             * Language
             * @enum {string}
             */
            language: "kk" | "ru";
            /**
             * Number
             * @description Under which the paper is filed.
             * @default
             */
            number: string;
        };
        /** Shelving */
        Shelving: {
            /**
             * Note
             * @description the reason
             */
            note: string;
            /**
             * Until
             * Format: date-time
             * @description within the next twelve hours
             */
            until: string;
            /**
             * Version
             * @description the version the officer saw
             */
            version: number;
        };
        /**
         * ShiftFigures
         * @description Delays in seconds from the opening of an incident.
         */
        ShiftFigures: {
            arrivals: components["schemas"]["Arrivals"];
            /**
             * Begins
             * Format: date-time
             */
            begins: string;
            /**
             * Ends
             * Format: date-time
             */
            ends: string;
            /** False Share */
            false_share: components["schemas"]["FalseShare"][];
            /** Operators */
            operators: components["schemas"]["OperatorFigures"][];
            /** Stale */
            stale: components["schemas"]["StaleIncident"][];
            /** Stale Count */
            stale_count: number;
            to_acknowledge_s: components["schemas"]["Delay"];
            to_close_s: components["schemas"]["Delay"];
            /** Top Causes */
            top_causes: components["schemas"]["CauseShare"][];
        };
        /** ShownPasskeyBody */
        ShownPasskeyBody: {
            credential: components["schemas"]["Assertion"];
        };
        /** SignIn */
        SignIn: {
            /** Login */
            login: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * Spoken
         * @description chosen: on the screen; null where nobody has. settled: what the settings say, which counts until then.
         *
         *     version_id: what a change must be based on. history: newest first.
         */
        Spoken: {
            /** Chosen */
            chosen: ("kk" | "ru" | "en") | null;
            /** History */
            history: components["schemas"]["LanguageVersion"][];
            /**
             * Settled
             * @enum {string}
             */
            settled: "kk" | "ru" | "en";
            /** Version Id */
            version_id: number | null;
        };
        /** StaleIncident */
        StaleIncident: {
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Incident Id */
            incident_id: number;
            /** Kind */
            kind: string;
            /** Owner */
            owner: string | null;
            /** Priority */
            priority: number;
        };
        /**
         * Standing
         * @description How far signing in has come. `stage`: what is wanted next; `full`: nothing, all is open.
         */
        Standing: {
            /**
             * Stage
             * @enum {string}
             */
            stage: "second_factor" | "new_password" | "enrol" | "full";
        };
        /** StateCount */
        StateCount: {
            /** Devices */
            devices: number;
            /**
             * State
             * @enum {string}
             */
            state: "stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost";
        };
        /**
         * Step
         * @description What a step needs, see docs/reference/incident-states.md.
         */
        Step: {
            /** Disposition */
            disposition?: string | null;
            /** New Owner */
            new_owner?: string | null;
            /**
             * Note
             * @description words; the reason when closing
             */
            note?: string | null;
            /**
             * Version
             * @description the version the officer saw; or as If-Match
             */
            version?: number | null;
        };
        /**
         * StepBody
         * @description A step of a device that nobody wears.
         */
        StepBody: {
            /**
             * At
             * @description When it happened; without it: now.
             */
            at?: string | null;
            /**
             * Data Erased
             * @description wipe: nothing of the wearer is left on it.
             * @default false
             */
            data_erased: boolean;
            /**
             * Device Condition
             * @default good
             * @enum {string}
             */
            device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /**
             * Office
             * @description hand_back, restock: code of the office that takes it; without it: its own.
             */
            office?: string | null;
            /**
             * Officer
             * @description issue: code of the officer who takes it.
             */
            officer?: string | null;
            /**
             * Pairing Removed
             * @description wipe: it no longer knows the other devices.
             * @default false
             */
            pairing_removed: boolean;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Site
             * @description Where it is handed over.
             */
            site: string;
            /**
             * Workshop
             * @description report_faulty: who repairs it.
             * @default
             */
            workshop: string;
        };
        /**
         * StepRead
         * @description A step of a fitting that a person did. `detail` is what the step asked for.
         */
        StepRead: {
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /**
             * Done At
             * Format: date-time
             */
            done_at: string;
            /** Done By */
            done_by: string;
            /**
             * Step
             * @enum {string}
             */
            step: "medical" | "photo" | "second_check" | "sheet";
        };
        /**
         * Streets
         * @description A street map of the installation, in the PMTiles format. vector: in the schema of OpenMapTiles.
         */
        Streets: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "vector" | "raster";
            /** Max Zoom */
            max_zoom: number;
            /** Min Zoom */
            min_zoom: number;
        };
        /** Successor */
        Successor: {
            /** Login */
            login: string;
            /**
             * Office
             * @description code; null: the whole republic
             */
            office: string | null;
            /** Role */
            role: string;
        };
        /**
         * SwapBody
         * @description The device that comes in place of the one that is worn, at the same instant.
         */
        SwapBody: {
            /**
             * Device Condition
             * @description Of the one that comes off.
             * @default unknown
             * @enum {string}
             */
            device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /**
             * Device Id
             * @description The new one; of the same kind, and issued.
             */
            device_id: number;
            /**
             * New Device Condition
             * @default good
             * @enum {string}
             */
            new_device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Site
             * @description Where it is handed over.
             */
            site: string;
        };
        /** TakeOffBody */
        TakeOffBody: {
            /**
             * Device Condition
             * @default unknown
             * @enum {string}
             */
            device_condition: "new" | "good" | "scratched" | "damaged" | "dead" | "unknown";
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Site
             * @description Where it is handed over.
             */
            site: string;
        };
        /**
         * TestAsked
         * @description told: whether a device takes the command; where none does the wearer has to be told another way.
         */
        TestAsked: {
            /** Request */
            request: string;
            /** Told */
            told: boolean;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * Tested
         * @description error: what the channel answered, without the address; null when it took the message.
         */
        Tested: {
            /** Error */
            error: string | null;
        };
        /**
         * Tests
         * @description conditions: by which a test can be asked for now.
         */
        Tests: {
            /** Conditions */
            conditions: components["schemas"]["AskableCondition"][];
            /** Tests */
            tests: components["schemas"]["TestShown"][];
        };
        /**
         * TestShown
         * @description at: when it was due, or done where nobody asked. media: references to pictures and recordings.
         *
         *     calibration_valid: null where the register does not know the calibration. outcome `tolerated`: above the limit, but
         *     within the tolerance of the device; `waiting`: neither done nor missed yet.
         */
        TestShown: {
            /** Alcohol Mg L */
            alcohol_mg_l: number | null;
            /** Asked By */
            asked_by: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Calibration */
            calibration: string | null;
            /** Calibration Valid */
            calibration_valid: boolean | null;
            /** Condition */
            condition: string | null;
            /** Device */
            device: string | null;
            /** Done At */
            done_at: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "breath_test" | "check_in";
            /** Media */
            media: string[];
            /**
             * Origin
             * @enum {string}
             */
            origin: "set_time" | "random" | "on_demand" | "second" | "unasked";
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "waiting" | "received" | "tolerated" | "positive" | "match" | "mismatch" | "recorded" | "missed" | "refused" | "incomplete" | "not_asked" | "confirmed" | "not_confirmed" | "no_second";
            /** Reached At */
            reached_at: string | null;
            /** Received At */
            received_at: string | null;
            /** Request */
            request: string | null;
            /** Until */
            until: string | null;
        };
        /**
         * Thresholds
         * @description version_id: what a change must be based on; null while only the defaults apply. history: newest first.
         */
        Thresholds: {
            /** Figures */
            figures: components["schemas"]["FigureRead"][];
            /** History */
            history: components["schemas"]["ThresholdVersion"][];
            /** Version Id */
            version_id: number | null;
        };
        /** ThresholdsBody */
        ThresholdsBody: {
            /**
             * Based On
             * @description `version_id` of what was read, so that two do not overwrite.
             */
            based_on: number | null;
            /** Reason */
            reason: string;
            /**
             * Values
             * @description The figures to change, by name; null: back to the default.
             */
            values: {
                [key: string]: number | null;
            };
        };
        /**
         * ThresholdVersion
         * @description Who changed what, when and why. It applied until the version after it.
         */
        ThresholdVersion: {
            /** Changes */
            changes: components["schemas"]["FigureChange"][];
            /** Reason */
            reason: string;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /** Version Id */
            version_id: number;
            /** Written By */
            written_by: string;
        };
        /** Timeline */
        Timeline: {
            /** Entries */
            entries: components["schemas"]["TimelineEntry"][];
            /** Next */
            next: string | null;
        };
        /** TimelineEntry */
        TimelineEntry: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            finding: components["schemas"]["FindingShown"] | null;
            incident: components["schemas"]["IncidentBrief"] | null;
            /**
             * Type
             * @enum {string}
             */
            type: "finding" | "incident";
        };
        /**
         * Told
         * @description A notification and what became of it.
         */
        Told: {
            /** Attempt */
            attempt: number;
            /** Channel */
            channel: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivered At */
            delivered_at: string | null;
            /** Error */
            error: string | null;
            /** Language */
            language: string;
            /** Occasion */
            occasion: string;
            /** State */
            state: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * TotpProposal
         * @description Shown once; it counts when a code made with it is confirmed.
         */
        TotpProposal: {
            /** Qr Svg */
            qr_svg: string;
            /** Secret */
            secret: string;
            /** Uri */
            uri: string;
        };
        /**
         * Track
         * @description A trail, thinned for drawing. Never a ground for a decision: findings have their own.
         */
        Track: {
            /** Given */
            given: number;
            /**
             * Of
             * @description how many positions there are in these periods
             */
            of: number;
            /**
             * Periods
             * @description the times asked for in which an order needed positions; there are no others
             */
            periods: [
                string,
                string
            ][];
            /** Person Id */
            person_id: number;
            /** Points */
            points: components["schemas"]["Fix"][];
            /**
             * Tolerance M
             * @description no point left out lies farther from the line drawn
             */
            tolerance_m: number;
        };
        /**
         * Tried
         * @description standing_by_kind: what the orders in force found in the same time.
         */
        Tried: {
            /** By Kind */
            by_kind: {
                [key: string]: number;
            };
            /** Findings */
            findings: components["schemas"]["WouldBeFound"][];
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Observations */
            observations: number;
            /** Standing By Kind */
            standing_by_kind: {
                [key: string]: number;
            };
            /**
             * To
             * Format: date-time
             */
            to: string;
            /** Took Ms */
            took_ms: number;
            /** Warnings */
            warnings: components["schemas"]["Warning"][];
        };
        /**
         * Unheard
         * @description Someone of a mass incident.
         */
        Unheard: {
            /** Back At */
            back_at: string | null;
            /** Name Cyrillic */
            name_cyrillic: string;
            /** Name Latin */
            name_latin: string;
            /** Person Id */
            person_id: number;
            /**
             * Silent Since
             * Format: date-time
             */
            silent_since: string;
            /** Split Into */
            split_into: number | null;
        };
        /**
         * UnprotectedRead
         * @description A condition of an order in force that names somebody of whom there is no consent.
         */
        UnprotectedRead: {
            /** Code */
            code: string;
            /** Condition */
            condition: string;
            /** Distance M */
            distance_m: number;
        };
        /**
         * Validity
         * @description The order binds from `from` until before `to`; without `to` until it is ended.
         */
        Validity: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** To */
            to?: string | null;
        };
        /** VersionBody */
        VersionBody: {
            /** Conditions */
            conditions: components["schemas"]["Condition"][];
            /** Court */
            court: string;
            /**
             * Ground
             * @description A code of the legal grounds.
             * @example restriction_of_liberty
             */
            ground: string;
            /**
             * In Force From
             * @description From when this counts. Without it: from `valid.from`; a version whose `valid.from` is not after the start of the version it replaces counts from now.
             */
            in_force_from?: string | null;
            /** Issued On */
            issued_on?: string | null;
            /** Number */
            number: string;
            /**
             * Replaces Version
             * @description The latest version you saw; refused if there is a later one.
             */
            replaces_version: number;
            /**
             * Timezone
             * @description IANA time zone.
             * @example Asia/Almaty
             */
            timezone: string;
            valid: components["schemas"]["Validity"];
        };
        /**
         * VersionRead
         * @description One version of an order. Its conditions hold where `valid` and `in_force` overlap.
         */
        VersionRead: {
            /** Conditions */
            conditions: components["schemas"]["ConditionRead"][];
            /** Court */
            court: string;
            /** Ground */
            ground: string;
            in_force: components["schemas"]["InForce"];
            /** Issued On */
            issued_on: string | null;
            /** Number */
            number: string;
            /** Timezone */
            timezone: string;
            valid: components["schemas"]["Validity"];
            /** Version */
            version: number;
        };
        /** Warning */
        Warning: {
            /** Code */
            code: string;
            /** Condition */
            condition: string | null;
            /** Metres */
            metres: number | null;
            /** Other */
            other: string | null;
        };
        /**
         * WatchPicture
         * @description seq: what to give the live socket as `after`, so that nothing falls between the two.
         */
        WatchPicture: {
            counters: components["schemas"]["Counters"];
            /** Incidents */
            incidents: components["schemas"]["IncidentBrief"][];
            /** More */
            more: boolean;
            /**
             * Now
             * Format: date-time
             */
            now: string;
            /** Seq */
            seq: number;
            shift: components["schemas"]["MyShift"];
        };
        /**
         * Ways
         * @description How one can sign in here.
         */
        Ways: {
            /**
             * Directory
             * @description What the agency's directory is called; null without one.
             */
            directory: string | null;
            /**
             * Language
             * @description Of the installation; null where none was chosen on screen.
             */
            language: ("kk" | "ru" | "en") | null;
            /**
             * Passkeys At
             * @description Origin at which passkeys work; null where the console has an address and no name.
             */
            passkeys_at: string | null;
        };
        /**
         * WebAuthnOptions
         * @description What the browser's WebAuthn is to be given, as JSON (`parseCreationOptionsFromJSON`).
         */
        WebAuthnOptions: {
            /** Options */
            options: {
                [key: string]: unknown;
            };
        };
        /**
         * Whereabouts
         * @description state: by the last fix and the homes of the curfews; unknown where that cannot be told.
         */
        Whereabouts: {
            /** At */
            at: string | null;
            /** Condition */
            condition: string;
            /**
             * State
             * @enum {string}
             */
            state: "home" | "away" | "unknown";
        };
        /**
         * Window
         * @description A span in which a condition binds; without an end: until the order ends or is changed.
         */
        Window: {
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** To */
            to: string | null;
        };
        /** Withdrawal */
        Withdrawal: {
            /**
             * Reason
             * @description Why it no longer counts; stays beside it.
             */
            reason: string;
        };
        /** WornDevice */
        WornDevice: {
            /** Device Id */
            device_id: number;
            /** Identity */
            identity: string;
        };
        /** WouldBeFound */
        WouldBeFound: {
            /** Because */
            because: unknown[];
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Condition */
            condition: string | null;
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /** Ended At */
            ended_at: string | null;
            /** Finding Id */
            finding_id: string;
            /** Kind */
            kind: string;
            /** Late */
            late: boolean;
            /** Severity */
            severity: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_accounts_api_accounts_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
        };
    };
    create_account_api_accounts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
        };
    };
    read_account_api_accounts__login__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
        };
    };
    change_account_api_accounts__login__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
        };
    };
    disable_account_api_accounts__login__disable_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
        };
    };
    enable_account_api_accounts__login__enable_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
        };
    };
    ask_reset_api_accounts__login__factor_reset_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetRead"];
                };
            };
        };
    };
    renew_password_api_accounts__login__password_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
        };
    };
    end_sessions_api_accounts__login__sessions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_activations_api_activations_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before; 0 for the first. */
                after?: number;
                /** @description Only those that hold at this instant. */
                at?: string | null;
                device_id?: number | null;
                /** @description How many at most. */
                limit?: number;
                person_id?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ActivationRead_"];
                };
            };
        };
    };
    create_activation_api_activations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    read_activation_api_activations__activation_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    end_activation_api_activations__activation_id__end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    read_steps_api_activations__activation_id__fitting_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    finish_api_activations__activation_id__fitting_finish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NothingBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    medical_api_activations__activation_id__fitting_medical_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MedicalBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    show_photo_api_activations__activation_id__fitting_photo_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                    "image/png": unknown;
                };
            };
        };
    };
    photo_api_activations__activation_id__fitting_photo_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    second_check_api_activations__activation_id__fitting_second_check_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NothingBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    sheet_api_activations__activation_id__fitting_sheet_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SheetBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    confirm_installed_api_activations__activation_id__installed_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstalledBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    lose_api_activations__activation_id__lost_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LostBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    swap_api_activations__activation_id__swap_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwapBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    take_off_api_activations__activation_id__take_off_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activation_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeOffBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationRead"];
                };
            };
        };
    };
    fit_api_activations_fit_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FitBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FittingRead"];
                };
            };
        };
    };
    list_channels_api_administration_channels_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
        };
    };
    add_channel_api_administration_channels_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannelBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
        };
    };
    change_channel_api_administration_channels__channel_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
        };
    };
    try_channel_api_administration_channels__channel_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["baqylau__console__routes__channels__TestBody"] | null;
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tested"];
                };
            };
        };
    };
    read_language_api_administration_language_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spoken"];
                };
            };
        };
    };
    choose_language_api_administration_language_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LanguageBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spoken"];
                };
            };
        };
    };
    read_figures_api_administration_thresholds_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
        };
    };
    change_figures_api_administration_thresholds_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThresholdsBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
        };
    };
    read_basemap_api_basemap_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Basemap"];
                };
            };
        };
    };
    country_api_basemap_kz_pmtiles_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The bytes of the Range header */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description This installation has no such map */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The Range header lies outside the file */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    streets_api_basemap_streets_pmtiles_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The bytes of the Range header */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description This installation has no such map */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The Range header lies outside the file */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    read_command_api_commands__command_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                command_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandProgress"];
                };
            };
        };
    };
    list_devices_api_devices_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before; 0 for the first. */
                after?: number;
                /** @description What the device calls itself. */
                identity?: string | null;
                kind?: ("bracelet" | "tracker" | "home_unit" | "mobile_unit" | "beacon" | "audiovisual_unit" | "breath_unit" | "phone") | null;
                /** @description How many at most. */
                limit?: number;
                /** @description How the model's name begins. */
                model?: string | null;
                /** @description Code of the office whose stock it belongs to. */
                office?: string | null;
                protocol?: string | null;
                /** @description A part of the identity or serial number. */
                search?: string | null;
                state?: ("stock" | "issued" | "fitted" | "faulty" | "returned" | "wiped" | "retired" | "lost") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeviceRead_"];
                };
            };
        };
    };
    create_device_api_devices_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Device"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRead"];
                };
            };
        };
    };
    read_device_api_devices__device_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRead"];
                };
            };
        };
    };
    replace_device_api_devices__device_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Device"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRead"];
                };
            };
        };
    };
    read_battery_api_devices__device_id__battery_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatteryOutlook"];
                };
            };
        };
    };
    list_calibrations_api_devices__device_id__calibrations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationRead"][];
                };
            };
        };
    };
    add_calibration_api_devices__device_id__calibrations_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalibrationBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationRead"][];
                };
            };
        };
    };
    list_commands_api_devices__device_id__commands_get: {
        parameters: {
            query?: {
                /** @description Only older ones than this. */
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandList"];
                };
            };
        };
    };
    give_command_api_devices__device_id__commands_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandRead"];
                };
            };
        };
    };
    read_life_api_devices__device_id__life_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceLife"];
                };
            };
        };
    };
    take_device_step_api_devices__device_id__steps__step__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
                step: "issue" | "hand_back" | "report_faulty" | "repaired" | "lose" | "find" | "wipe" | "restock" | "retire";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRead"];
                };
            };
        };
    };
    count_devices_api_devices_states_get: {
        parameters: {
            query?: {
                /** @description What the device calls itself. */
                identity?: string | null;
                kind?: ("bracelet" | "tracker" | "home_unit" | "mobile_unit" | "beacon" | "audiovisual_unit" | "breath_unit" | "phone") | null;
                /** @description How the model's name begins. */
                model?: string | null;
                /** @description Code of the office whose stock it belongs to. */
                office?: string | null;
                protocol?: string | null;
                /** @description A part of the identity or serial number. */
                search?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateCount"][];
                };
            };
        };
    };
    list_resets_api_factor_resets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetRead"][];
                };
            };
        };
    };
    grant_reset_api_factor_resets__reset_id__grant_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reset_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetRead"];
                };
            };
        };
    };
    list_findings_api_findings_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: string | null;
                from?: string | null;
                kind?: string | null;
                limit?: number;
                person_id?: number | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
                to?: string | null;
                /** @description only withdrawn ones, or only those that stand */
                withdrawn?: boolean | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingPage"];
                };
            };
        };
    };
    read_finding_api_findings__finding_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingShown"];
                };
            };
        };
    };
    list_incidents_api_incidents_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: string | null;
                /** @description family of causes, such as tamper */
                cause?: string | null;
                limit?: number;
                owner?: string | null;
                person_id?: number | null;
                /** @description this priority or more urgent */
                priority?: number | null;
                /** @description default: all but closed */
                state?: ("pending" | "open" | "acknowledged" | "in_hand" | "closed")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentPage"];
                };
            };
        };
    };
    read_incident_api_incidents__incident_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    take_step_api_incidents__incident_id___action__post: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
            };
            path: {
                action: "acknowledge" | "take" | "hand_over" | "release" | "note" | "close";
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Step"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
            /** @description It changed since, or has no such step; `current` is the incident as it is now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Neither `version` nor If-Match was given */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    call_api_incidents__incident_id__call_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallNoted"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    escalate_api_incidents__incident_id__escalate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlainStep"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    list_owners_api_incidents__incident_id__owners_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PossibleOwner"][];
                };
            };
        };
    };
    shelve_api_incidents__incident_id__shelve_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Shelving"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    undo_api_incidents__incident_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlainStep"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    unshelve_api_incidents__incident_id__unshelve_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlainStep"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentWhole"];
                };
            };
        };
    };
    list_entries_api_ledger_get: {
        parameters: {
            query?: {
                act?: ("read" | "write" | "export" | "decision" | "sign-in" | "sign-out" | "refused") | null;
                /** @description login of who acted */
                actor?: string | null;
                /** @description `next` of the page before */
                after?: number | null;
                from?: string | null;
                /** @description of the object, such as `track` */
                kind?: string | null;
                limit?: number;
                person_id?: number | null;
                /** @description code of the purpose, such as `complaint` */
                reason?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
        };
    };
    read_checkpoint_api_ledger_checkpoint_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    myself_api_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Myself"];
                };
            };
        };
    };
    list_passkeys_api_me_passkeys_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRead"][];
                };
            };
        };
    };
    add_passkey_api_me_passkeys_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskeyBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRead"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rename_passkey_api_me_passkeys__passkey_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyNameBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRead"];
                };
            };
        };
    };
    remove_passkey_api_me_passkeys__passkey_id__remove_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    begin_passkey_api_me_passkeys_options_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebAuthnOptions"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_password_api_me_password_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    propose_totp_api_me_totp_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpProposal"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirm_totp_api_me_totp_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_officers_api_officers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficerRead"][];
                };
            };
        };
    };
    create_officer_api_officers_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Officer"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficerRead"];
                };
            };
        };
    };
    list_offices_api_offices_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficeRead"][];
                };
            };
        };
    };
    create_office_api_offices_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Office"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficeRead"];
                };
            };
        };
    };
    replace_office_api_offices__code__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Office"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficeRead"];
                };
            };
        };
    };
    read_order_api_orders__order_id__get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                order_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderRead"];
                };
            };
        };
    };
    end_order_api_orders__order_id__end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderRead"];
                };
            };
        };
    };
    replace_order_api_orders__order_id__versions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderRead"];
                };
            };
        };
    };
    list_people_api_people_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before; 0 for the first. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
                /** @description Only of the office with this code. */
                office?: string | null;
                /** @description An IIN, or the beginning of a name. */
                search?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PersonRead_"];
                };
            };
        };
    };
    create_person_api_people_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Person"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRead"];
                };
            };
        };
    };
    read_person_api_people__person_id__get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRead"];
                };
            };
        };
    };
    replace_person_api_people__person_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Person"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRead"];
                };
            };
        };
    };
    custody_sheet_api_people__person_id__activations__activation_id__custody_sheet_get: {
        parameters: {
            query?: {
                language?: ("kk" | "ru" | "en") | null;
                occasion?: "fitting" | "return";
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                activation_id: number;
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description The paper */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
        };
    };
    card_api_people__person_id__card_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
        };
    };
    list_conditions_api_people__person_id__conditions_get: {
        parameters: {
            query?: {
                /** @description The instant in question; without it: now. */
                at?: string | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConditionInForce"][];
                };
            };
        };
    };
    read_contact_api_people__person_id__contact_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    replace_contact_api_people__person_id__contact_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Contact"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    list_coverage_api_people__person_id__coverage_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageList"];
                };
            };
        };
    };
    decide_coverage_api_people__person_id__coverage__coverage_id__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                coverage_id: number;
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageList"];
                };
            };
        };
    };
    read_documents_api_people__person_id__documents_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentRead"][];
                };
            };
        };
    };
    upload_api_people__person_id__documents_post: {
        parameters: {
            query: {
                kind: "photo" | "document";
                /** @description What it is called in the list. */
                name: string;
            };
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        /** @description The file itself: JPEG, PNG or WebP; PDF for a document. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentMade"];
                };
            };
        };
    };
    open_document_api_people__person_id__documents__document_id__get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                document_id: number;
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    withdraw_api_people__person_id__documents__document_id__withdraw_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                document_id: number;
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_looks_api_people__person_id__looks_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: number | null;
                from?: string | null;
                limit?: number;
                to?: string | null;
            };
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
        };
    };
    read_notes_api_people__person_id__notes_get: {
        parameters: {
            query?: {
                /** @description The last of the page before. */
                before?: number | null;
                limit?: number;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteRead"][];
                };
            };
        };
    };
    write_note_api_people__person_id__notes_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteMade"];
                };
            };
        };
    };
    list_orders_api_people__person_id__orders_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderRead"][];
                };
            };
        };
    };
    create_order_api_people__person_id__orders_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderRead"];
                };
            };
        };
    };
    try_draft_api_people__person_id__orders_draft_try_post: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tried"];
                };
            };
        };
    };
    list_protections_api_people__person_id__protections_get: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionsRead"];
                };
            };
        };
    };
    record_consent_api_people__person_id__protections_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProtectionBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionsRead"];
                };
            };
        };
    };
    give_device_api_people__person_id__protections__protection_id__devices_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
                protection_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CarryBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionsRead"];
                };
            };
        };
    };
    take_device_back_api_people__person_id__protections__protection_id__devices__device_id__return_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: number;
                person_id: number;
                protection_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionsRead"];
                };
            };
        };
    };
    withdraw_consent_api_people__person_id__protections__protection_id__withdraw_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: number;
                protection_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionsRead"];
                };
            };
        };
    };
    sheet_api_people__person_id__sheet_get: {
        parameters: {
            query?: {
                language?: ("kk" | "ru" | "en") | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description The paper */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
        };
    };
    list_tests_api_people__person_id__tests_get: {
        parameters: {
            query?: {
                days?: number;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tests"];
                };
            };
        };
    };
    ask_now_api_people__person_id__tests_post: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["baqylau__console__routes__asked_tests__TestBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestAsked"];
                };
            };
        };
    };
    timeline_api_people__person_id__timeline_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: string | null;
                limit?: number;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
        };
    };
    read_track_api_people__person_id__track_get: {
        parameters: {
            query: {
                from: string;
                points?: number;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
                to: string;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Track"];
                };
            };
            /** @description No condition of the person's orders needs positions in that time */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    export_api_people__person_id__track_export_get: {
        parameters: {
            query: {
                format?: "gpx" | "csv" | "geojson" | "pdf";
                from: string;
                /** @description Of the PDF; else the installation's. */
                language?: ("kk" | "ru" | "en") | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
                to: string;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replay_api_people__person_id__track_replay_get: {
        parameters: {
            query: {
                from: string;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
                to: string;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path: {
                person_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
        };
    };
    list_places_api_places_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before; 0 for the first. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
                /** @description Only this person's. */
                person_id?: number | null;
                /** @description Only those of nobody (true) or of people (false). */
                shared?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PlaceRead_"];
                };
            };
        };
    };
    create_place_api_places_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceRead"];
                };
            };
        };
    };
    read_place_api_places__place_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                place_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceRead"];
                };
            };
        };
    };
    replace_place_api_places__place_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                place_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Circle"] | components["schemas"]["Polygon"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceRead"];
                };
            };
        };
    };
    last_positions_api_positions_last_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: number;
                limit?: number;
                person_id?: number | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
            };
            header?: {
                /** @description For what this person is opened, UTF-8 percent-encoded: `incident:N`, `scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. Not needed by operators and officers while an incident of the person is open. */
                "x-purpose"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LastPage"];
                };
            };
        };
    };
    list_quarantine_api_quarantine_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: number | null;
                device?: string | null;
                limit?: number;
                protocol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePage"];
                };
            };
        };
    };
    read_quarantined_api_quarantine__quarantine_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quarantine_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quarantined"];
                };
            };
        };
    };
    list_refused_api_quarantine_refused_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusedPage"];
                };
            };
        };
    };
    report_api_reports__name__get: {
        parameters: {
            query: {
                format?: string;
                from: string;
                office_id?: number | null;
                /** @description The same, where no header can be set. */
                purpose?: string | null;
                to: string;
            };
            header?: {
                /** @description For what a file is taken; the values are those of a person's card. */
                "x-purpose"?: string | null;
            };
            path: {
                name: "compliance" | "incidents" | "devices";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    read_session_api_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
        };
    };
    list_sessions_api_sessions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSession"][];
                };
            };
        };
    };
    end_other_sessions_api_sessions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    end_session_api_sessions__session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    figures_api_shift_get: {
        parameters: {
            query?: {
                /** @description default: twelve hours ago */
                from?: string | null;
                office_id?: number | null;
                /** @description default: now */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftFigures"];
                };
            };
        };
    };
    hand_over_api_shift_handover_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
        };
    };
    list_handovers_api_shift_handovers_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverList"];
                };
            };
        };
    };
    accept_api_shift_handovers__handover_id__accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
        };
    };
    list_successors_api_shift_successors_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Successor"][];
                };
            };
        };
    };
    sign_in_api_signin_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    go_to_directory_api_signin_directory_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sent"];
                };
            };
            /** @description The directory does not answer */
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    come_back_api_signin_directory_return_get: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                iss?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enter_with_passkey_api_signin_passkey_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShownPasskeyBody"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    begin_with_passkey_api_signin_passkey_options_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebAuthnOptions"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    give_code_api_signin_totp_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Wrong, without saying what */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The header `X-Baqylau: 1` is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many tries; Retry-After says when the next one may be made */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ways_api_signin_ways_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ways"];
                };
            };
        };
    };
    sign_out_api_signout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    watch_api_watch_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchPicture"];
                };
            };
        };
    };
    non_reporting_api_watch_non_reporting_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonReportingList"];
                };
            };
        };
    };
    not_monitored_api_watch_not_monitored_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotMonitoredList"];
                };
            };
        };
    };
    healthz_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A part does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with a code */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemRead"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
