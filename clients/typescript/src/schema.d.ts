// Generated from api/generated/openapi.json by clients/typescript/generate.mjs.
export interface paths {
    "/api/webhooks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your webhooks */
        get: operations["api_webhooks_list"];
        put?: never;
        /**
         * Make a webhook
         * @description From now on a message is sent for each event that you may hear of, in the shape of GET /api/events/, again and again for a day until it is answered with 2xx; 410
         *     ends the webhook. A message may come twice, with the same `X-Goodman-Delivery`.
         */
        post: operations["api_webhooks_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a webhook */
        delete: operations["api_webhooks_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of a webhook
         * @description What became of each message, the newest first.
         */
        get: operations["api_webhooks_deliveries_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/versions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a file
         * @description Every version of a product, the newest first: nothing is overwritten. Deleted ones are among them for who may bring them back.
         */
        get: operations["api_files_versions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/versions/{other}/difference/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a file
         * @description What another version of the same product has otherwise: settings, calibrations, steps, numbers, cards, and where its light differs most.
         */
        get: operations["api_files_versions_difference_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of users
         * @description Accounts, for staff; the newest first.
         */
        get: operations["api_users_list"];
        put?: never;
        /**
         * Create a user
         * @description Makes an account, for staff; a mail with a link to set a password goes to its address. Staff, superusers and services are made by superusers.
         */
        post: operations["api_users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user
         * @description One account, for staff.
         */
        get: operations["api_users_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Changes what is given, for staff; only superusers change staff and superusers, and what somebody may do. The last superuser stays one. A
         *     mailbox that got mails so far is told of another address.
         */
        patch: operations["api_users_partial_update"];
        trace?: never;
    };
    "/api/files/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of files.
         * @description Files of every level that the caller may see, the newest first. Pages are numbered, or follow each other by `cursor`.
         */
        get: operations["api_files_list"];
        put?: never;
        /**
         * Adds a new file to the database
         * @description Takes one raw frame, plain or gzipped: the multipart field `file`, or the whole body with its name in `name`. Answers when the frame
         *     is safe; its reduction starts by itself. A frame that is here already is answered with its record and status 200.
         */
        post: operations["api_files_create"];
        /**
         * Deletes files, it can't be a raw data.
         * @description Deletes products: they vanish from every list, not from the lineage of what was made with them, and can be brought back. All or none. A raw frame is
         *     never deleted, a master is taken out of use instead.
         */
        delete: operations["api_files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/tokens/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of the own tokens
         * @description Tokens of the own account that work, the newest first; never their keys.
         */
        get: operations["api_users_me_tokens_list"];
        put?: never;
        /**
         * Make a token
         * @description Makes a token for a program. Its key is in the answer and nowhere else.
         */
        post: operations["api_users_me_tokens_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/tokens/{id}/": {
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
         * Revoke a token
         * @description Ends one token, from this moment on; event streams that it opened end as well.
         */
        delete: operations["api_users_me_tokens_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/steps/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of the pipeline
         * @description Every step in the order in which a frame meets them.
         */
        get: operations["api_steps_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe the reduction settings of a proposal */
        get: operations["api_settings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API status
         * @description Whether everything behind it answers and takes frames: 503 when not, with the same body. Open to everybody; counts are for who is signed in.
         */
        get: operations["api_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Does this process answer? Who asks starts it anew when not */
        get: operations["api_live_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ready/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is this process ready?
         * @description Can it take a frame and keep it? 503 when not: who asks sends nothing here meanwhile. Temporal may be away, what it missed is promised and kept.
         */
        get: operations["api_ready_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/spectrum/extract/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extract spectra
         * @description Extracts the spectra of a frame with apertures and sky zones that a person set, now and whenever the frame is reduced again; the spectra of before stay as older versions. Rows that
         *     are not there, zones that overlap an aperture and the like are refused at once. Apertures lie on the detector: a frame that is cut otherwise by a better flat keeps them where they are.
         */
        post: operations["api_files_spectrum_extract_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/spectrum/calibrate/wavelength/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calibrate wavelengths
         * @description Calibrates the wavelengths of a frame with another lamp, or with the lines of other lamps than the header of its lamp names, now and whenever it is reduced again.
         */
        post: operations["api_files_spectrum_calibrate_wavelength_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/spectrum/calibrate/flux/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calibrate fluxes
         * @description Flux calibration is not built yet: 501 for a spectrum of the caller.
         */
        post: operations["api_files_spectrum_calibrate_flux_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell who is signed in
         * @description Who asks, what this account may do, and what a page needs to send with its writes. The same for a token.
         */
        get: operations["api_session_read"];
        put?: never;
        /**
         * Sign in
         * @description Signs a browser in: the answer sets the cookie goodman_session, which no script can read, and goodman_csrf for X-CSRF-Token. Whoever was
         *     signed in there before is signed out. A wrong user name, a wrong password and a closed account get the same answer after the same time.
         */
        post: operations["api_session_create"];
        /**
         * Sign out
         * @description Signs this browser out; with `all=true` every browser of the account. A token cannot sign itself out: revoke it.
         */
        delete: operations["api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/semesters/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of semesters
         * @description The current semester, the next one, and every one that a proposal of the caller is of; the newest first.
         */
        get: operations["api_semesters_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partners/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a list of partners */
        get: operations["api_partners_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/family/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the family of a file
         * @description Everything made from the same raw frame, older versions too: by level and target for a page with tabs, and as a tree from the raw frame down. Of a
         *     master: its versions.
         */
        get: operations["api_files_family_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/lineage/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the lineage of a file
         * @description The steps, versions and settings that made a file and everything it was made from, up to the raw frames. Of frames that are not the caller's only
         *     what they are, when they were taken and how good they are.
         */
        get: operations["api_files_lineage_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reductions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of reductions
         * @description Where the reduction of each frame stands, the newest first.
         */
        get: operations["api_reductions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reductions/summary/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count frames by the state of their reduction */
        get: operations["api_reductions_summary_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reductions/failures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Group the failures
         * @description Frames whose latest run failed, together by code, step and set-up: what one cause does to many frames is one line. Of the newest 5000.
         */
        get: operations["api_reductions_failures_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reductions/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a reduction
         * @description One run: its state and reason, why each calibration was chosen, seconds by step, settings, and the other runs on the same frame.
         */
        get: operations["api_reductions_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/decisions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why?
         * @description Why each calibration was chosen: every candidate, every question with what was wanted and found, the verdict. Of a product, as it was when it was made; of a raw frame, as its
         *     latest run decided. A master chooses none.
         */
        get: operations["api_files_decisions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/reduce/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Runs default reduction procedure using reduction settings
         * @description Reduces frames again, with settings over those of their proposal. A reduction that runs or waits takes them on; the history keeps every run. With `dry_run` nothing is
         *     started: the answer (200) says which settings and steps would differ, and which calibrations would be chosen, and why.
         */
        post: operations["api_files_reduce_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/overrides/": {
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
         * Remove the settings of one frame
         * @description Takes back every setting that was asked for this frame: it is reduced again with those of its proposal.
         */
        delete: operations["api_files_overrides_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/reclassify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Re identify observed technique
         * @description Reads again from the header what a frame is (bias, flat, lamp, spectrum) and how it was taken; or takes it for what staff say. Where that changes anything the frame is reduced as that, and masters
         *     that it was part of are made again without it. All or none.
         */
        post: operations["api_files_reclassify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qualities/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the quality numbers and their bounds
         * @description Every quality number in the order in which a frame meets them.
         */
        get: operations["api_qualities_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qualities/trend/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the trend of a quality number
         * @description One quality number of the current files that the caller may see, as it went on over the nights, with its bounds.
         */
        get: operations["api_qualities_trend_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of proposals
         * @description Proposals that the caller leads or collaborates in, all of them for staff; the newest first.
         */
        get: operations["api_proposals_list"];
        put?: never;
        /**
         * Register a proposal
         * @description Registers a proposal, for staff. One that so far only the headers of frames have named is taken over, with these frames.
         */
        post: operations["api_proposals_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a proposal
         * @description By number, or by SOAR id.
         */
        get: operations["api_proposals_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a proposal
         * @description Changes what is given. The PI looks after title and abstract, staff after everything. A corrected SOAR id takes the frames of the wrong one, their
         *     products, runs and events along, finds those that bore the right one all along, and has frames looked at again with their own settings.
         */
        patch: operations["api_proposals_partial_update"];
        trace?: never;
    };
    "/api/proposals/{id}/settings/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the reduction settings of a proposal
         * @description The reduction settings in force for a proposal, by its number or SOAR id.
         */
        get: operations["api_proposals_settings_read"];
        /**
         * Change the reduction settings of a proposal
         * @description Makes a new version of the settings; for the PI and staff. They count for every frame that comes from now on, and for those that wait. `apply` says which
         *     frames that are there are reduced again: each gets a new version beside the one it has.
         */
        put: operations["api_proposals_settings_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/{id}/settings/reach/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many frames a change of the settings could reduce again */
        get: operations["api_proposals_settings_reach"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/{id}/settings/history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the history of the settings of a proposal
         * @description Every version, the newest first, with what it changed, who did and when.
         */
        get: operations["api_proposals_settings_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/{id}/settings/history/{version}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore earlier settings of a proposal
         * @description Makes an earlier version current again, as a new one; 0 are the defaults.
         */
        post: operations["api_proposals_settings_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/import/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register the proposals of a semester
         * @description The proposals of a semester with their people, from CSV with a line of column names; for staff. Needed are soar_id, title and pi_email; known are
         *     semester, abstract, pi_first_name, pi_last_name, partner, collaborators (addresses with ";" between) and release_date. Who has no account gets one,
         *     and a mail with a link to set a password. All lines or none: a mistake changes nothing. With `dry_run` nothing changes in any case, and the answer
         *     tells line by line what would happen, with every mistake. The same table twice changes nothing.
         */
        post: operations["api_proposals_import_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password/reset/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to set a new password
         * @description Sends a link to set a new password, good for one hour and one use. The answer is the same, after the same time, for an address that nobody has.
         */
        post: operations["api_password_reset_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password/reset/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a password with a link
         * @description Sets the password of whoever got the link, by mail or with an invitation. Every browser of the account is signed out; its tokens go on.
         */
        put: operations["api_password_reset_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your notifications
         * @description Where somebody speaks to you, the newest first. What is said about a file that is not yours to see any more does not come.
         */
        get: operations["api_notifications_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/read/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notifications as read */
        post: operations["api_notifications_read_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nights/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of nights
         * @description Nights of which the caller may see something, the newest first, with how much there is and how it stands.
         */
        get: operations["api_nights_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nights/{night}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a night
         * @description One night in one answer: its frames with their state, what waits and why, what failed, where the time went, and the quality numbers as they went on.
         *     A night of which the caller may see nothing is empty.
         */
        get: operations["api_nights_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the messages of the platform
         * @description What happened, the newest first and coarse on purpose: frames that are done, wait, were left out or failed, and calibrations that are ready.
         */
        get: operations["api_logs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/audit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the audit
         * @description Who changed what, when and from where; for staff.
         */
        get: operations["api_logs_audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/machines/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the machines of the platform
         * @description Who works; for staff.
         */
        get: operations["api_logs_machines_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/pages/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a failure of a page
         * @description A page of the portal tells that it failed, so that it stands in the log beside the requests that led to it.
         */
        post: operations["api_logs_pages_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a link opens
         * @description The file that a link opens, who sent it, and until when.
         */
        get: operations["api_links_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/{token}/download/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of a link
         * @description The file itself, as `/api/files/{id}/download/` sends it.
         */
        get: operations["api_links_download_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/{token}/visualize/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a picture of the file of a link
         * @description A picture of the file, as `/api/files/visualize/` draws it: svg of frames and spectra, png of frames.
         */
        get: operations["api_links_visualize_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/facets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count files by what they have in common
         * @description How many of the files that the caller may see have each value, among those that the parameters ask for: each facet passes over what is asked of
         *     itself, so that its counts say "how many if I also tick this".
         */
        get: operations["api_files_facets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/header/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Obtains the header of a FITS file */
        get: operations["api_files_header_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file
         * @description One file with its quality, its family and the runs that made it.
         */
        get: operations["api_files_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct the proposal of a frame
         * @description Gives a frame whose header names the wrong proposal to the right one, for staff: a product stands for the raw frame it was made from, and the whole
         *     family moves. It is looked at again with the settings and calibrations of its new proposal. The bytes of the raw file do not change.
         */
        patch: operations["api_files_partial_update"];
        trace?: never;
    };
    "/api/files/zip/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the files of a list as a zip
         * @description The same for a link in a page: files by their numbers, or all that a list with these filters would show, on every page of it.
         */
        get: operations["api_files_zip_read"];
        put?: never;
        /**
         * Download files as a zip
         * @description A selection as one zip, streamed: at most 2000 files and 50 GiB. Each lies in the folder of its night under its Goodman name; `manifest.json`, last, has number, level,
         *     proposal and SHA-256 of each. If the store breaks off, so does the zip: it has no end, and no program opens it as a whole one.
         */
        post: operations["api_files_zip_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/spectrum/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a spectrum as numbers
         * @description A spectrum on its native pixels: wavelength, flux, its error, sky, mask, the expected error of the wavelengths, the lamp lines of the solution.
         *
         *     Who accepts `application/json` gets JSON, with null for "no answer". Who asks for `application/octet-stream` gets typed arrays: four bytes, little-endian, say
         *     how long the head is; the head is JSON (UTF-8, filled with blanks); then the arrays, little-endian, one behind the other, each where `arrays` of the
         *     head says (`offset` in bytes from the end of the head, a multiple of 8; `length` in values; `type` float64, float32 or uint8; NaN for "no answer").
         */
        get: operations["api_files_spectrum_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/visualize/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Creates visualizations for fits files.
         * @description A picture of a file of any level. svg: a frame with axes in pixels and a color bar, or a spectrum with its error band and the sky. png: the pixels of a frame alone,
         *     at most 2100 columns wide. json: what `image` or `spectrum` of the file answers. Frames are stretched by asinh from the 2nd to the 98.5th percentile.
         */
        get: operations["api_files_visualize_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/links/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a list of links to a file
         * @description Links to this file that work, the newest first, whoever of the proposal made them. Their addresses were shown once.
         */
        get: operations["api_files_links_list"];
        put?: never;
        /**
         * Make a link to a file
         * @description Makes a link with which somebody without an account reads this one file until a date. It ends sooner when it is revoked, or when who made it may not read
         *     the proposal any more.
         */
        post: operations["api_files_links_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/links/{link_id}/": {
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
         * Revoke a link
         * @description Ends a link from this moment on, whoever of the proposal made it.
         */
        delete: operations["api_files_links_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Describe the image of a file
         * @description What a viewer has to know of a raw, reduced or master frame before it asks for tiles: size, place on the detector, unit, scales, limits for display,
         *     masked pixels. Scale 0 is the frame itself; each further one has half the columns and rows, its pixels the mean of those under them that are to be used
         *     (of a raw frame, of which nothing was judged yet, of all). Row 0 is the lowest.
         */
        get: operations["api_files_image_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/image/tiles/{level}/{column}/{row}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a tile of the image of a file
         * @description The pixels of one tile, rows upwards, without a header: little-endian float32 of flux and variance, bytes of the mask. Tiles at the right and the upper
         *     edge are cut off. Where no pixel is to be used, flux and variance are NaN; variance is that of the mean; a mask has the bits of every pixel under it.
         *     Headers `X-Tile-Width` and `X-Tile-Height` say the size. A tile never changes: keep it.
         */
        get: operations["api_files_image_tiles_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/slit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get profile, traces, apertures and sky zones
         * @description The light along the slit, and where in the frame each source was traced and summed: its rows at every column, the aperture and the sky zones at column 0,
         *     from where they follow the trace. Of a spectrum: of the frame it was extracted from, and of that source alone. Raw frames and masters have a profile and no source.
         */
        get: operations["api_files_slit_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/exclusion/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Exclude a file from being a calibration
         * @description Takes a raw frame, a lamp or a master out of use; for staff. Nothing is deleted: what used it is made again without it, and it can be taken back.
         */
        put: operations["api_files_exclusion_update"];
        post?: never;
        /** Take a file back into use */
        delete: operations["api_files_exclusion_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to what happens
         * @description Server-sent events: `file` (a file is there, or another one is current now), `reduction` (state, step or reason changed), `master` (a
         *     calibration is ready), `comment`. The data of each is JSON with `file_id`, `reduction_id`, `proposal_id`, `night`, and what changed in
         *     `payload`. Who comes back after a break with the header `Last-Event-ID`, or `last_event_id`, misses nothing: the id of an event is a word to be given
         *     back, for this account only; 0 stands before the first. Filters leave events out, of those that are caught up with too; a listener may come back with others.
         */
        get: operations["api_events_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/email/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends e-mail notifications
         * @description Writes to the PI and the collaborators of a proposal, in the caller's name; for its PI and staff. The mails are kept and tried until they are taken.
         */
        post: operations["api_email_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/download/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file
         * @description The file itself, under its Goodman name. Takes a byte range and `If-None-Match`. A spectrum also as a table of text, one row a native pixel, with units,
         *     errors and mask, in which every number is exact: `csv` (no answer is an empty cell), `ecsv` (astropy's) or `votable` (the Virtual Observatory's 1.4).
         */
        get: operations["api_files_download_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo the deletion of a file
         * @description Brings a deleted product back, as the version it was.
         */
        post: operations["api_files_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/comments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the comments on a file
         * @description What people said about a file, the oldest first; answers name the comment they answer. Whoever may see the file reads and writes here.
         */
        get: operations["api_files_comments_list"];
        put?: never;
        /**
         * Comment on a file
         * @description Says something about a file, a range of its wavelengths or a box of its pixels. People named with
         */
        post: operations["api_files_comments_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/{id}/": {
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
         * Take a comment back
         * @description Its words vanish, its place in the thread stays. For its author and for staff.
         */
        delete: operations["api_comments_delete"];
        options?: never;
        head?: never;
        /** Change your comment */
        patch: operations["api_comments_partial_update"];
        trace?: never;
    };
    "/api/proposals/{id}/collaborators/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the collaborators of a proposal */
        get: operations["api_proposals_collaborators_list"];
        put?: never;
        /**
         * Add a collaborator
         * @description Gives somebody access to a proposal, by address; for its PI and staff. Somebody without an account gets one, with empty names, and a mail with
         *     a link to set a password; anybody else a mail that says so. Answers the proposal.
         */
        post: operations["api_proposals_collaborators_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/{id}/collaborators/{user_id}/": {
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
         * Remove a collaborator
         * @description Takes access to a proposal away from somebody; what that person listens to ends at once. For its PI and staff, and for collaborators who leave.
         */
        delete: operations["api_proposals_collaborators_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proposals/collaborators/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a proposal, or add or remove a collaborator by a body
         * @description The way of the old API: its example sends GET with the body `email` and `action: "add"`, as JSON or as a form under whatever Content-Type, and gets
         *     the proposal. Without a body it is the proposal. New programs use POST and DELETE of /api/proposals/{id}/collaborators/.
         */
        get: operations["api_proposals_collaborators_read"];
        put?: never;
        /** Add a collaborator, or remove one with `action: "remove"` */
        post: operations["api_proposals_collaborators_action"];
        /** Remove a collaborator by address */
        delete: operations["api_proposals_collaborators_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/calibrations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Build master calibrations
         * @description Builds the masters of a night, or those that these bias frames and flats belong to, of what is there now. A master whose frames and settings did not change is not made again.
         */
        post: operations["api_files_calibrations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/use-calibration/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use this calibration anyway
         * @description Reduces a frame with this calibration, whatever the platform would choose, now and whenever it is reduced again. It is asked the same questions as every
         *     candidate: one that fails any is refused, in words; staff may `force` it with a reason, except where the pixels do not fit (camera, binning, columns, rows, overscan, a lamp
         *     without light). A master that is combined again stays chosen. Decision record and header of the products name the person, the time and the reason.
         */
        post: operations["api_files_use_calibration_create"];
        /**
         * Choose automatically again
         * @description Takes a choice by hand back: the frame is reduced again with what the platform chooses.
         */
        delete: operations["api_files_use_calibration_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/proceed-without/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on without a calibration
         * @description Reduces a frame without a calibration that it waits for or would use, now and whenever it is reduced again. Without a lamp it ends as an extracted spectrum.
         */
        post: operations["api_files_proceed_without_create"];
        /**
         * Do not go on without
         * @description Takes "go on without" back: the frame waits for that calibration again, or uses it.
         */
        delete: operations["api_files_proceed_without_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the own account */
        get: operations["api_users_me_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the own account
         * @description Changes what is given, and nothing else. The mailbox that got mails so far is told of another address.
         */
        patch: operations["api_users_me_partial_update"];
        trace?: never;
    };
    "/api/users/me/password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the own password
         * @description Sets another password. Every other browser is signed out, this one gets a new key, and links that were sent before end. Tokens go on unless
         *     `revoke_tokens` says otherwise. A password that is refused is told every rule that it breaks.
         */
        post: operations["api_users_me_password_create"];
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
        /** @enum {string} */
        FailureCode: "keyword-missing" | "header-invalid" | "not-fits" | "wrong-instrument" | "frame-not-reducible" | "frame-saturated" | "frame-without-information" | "frames-unusable" | "source-not-found" | "trace-failed" | "too-few-arc-lines" | "wavelength-ambiguous" | "wavelength-poor" | "fit-failed" | "settings-invalid" | "password-refused" | "table-invalid" | "request-invalid" | "too-large" | "unsupported-media" | "too-many-requests" | "range-not-satisfiable" | "unauthenticated" | "forbidden" | "not-found" | "method-not-allowed" | "not-implemented" | "conflict" | "software-changed" | "store-unavailable" | "storage-full" | "busy" | "contract-broken";
        /** @description Make all properties in T readonly */
        "Readonly_Record_string.number-or-string__": {
            [key: string]: string | number;
        };
        /** @description Make all properties in T readonly */
        "Readonly_Record_string.string__": {
            [key: string]: string;
        };
        /** @description RFC 9457. `code` is a key of the failure table; `facts` are the numbers behind `detail`. */
        ProblemDocument: {
            type: string;
            title: string;
            /** Format: double */
            status: number;
            detail: string;
            code: components["schemas"]["FailureCode"];
            /** @description Who has to act: data, request, platform or code. */
            blame: string;
            /** @description Can trying the same again succeed? */
            retry: boolean;
            facts?: components["schemas"]["Readonly_Record_string.number-or-string__"];
            /** @description What was wrong with each field of the request. */
            fields?: components["schemas"]["Readonly_Record_string.string__"];
            /** @description Names this occurrence in our log. */
            reference?: string;
        };
        /** @enum {string} */
        EventKind: "file" | "master" | "reduction" | "comment";
        WebhookView: {
            /** Format: int64 */
            id: number;
            url: string;
            kinds: components["schemas"]["EventKind"][];
            proposal_id: string | null;
            created: string;
            /** @description Why nothing is sent any more; null while it is in use. */
            stopped: string | null;
        };
        NewWebhook: {
            /** Format: int64 */
            id: number;
            url: string;
            kinds: components["schemas"]["EventKind"][];
            proposal_id: string | null;
            created: string;
            /** @description Why nothing is sent any more; null while it is in use. */
            stopped: string | null;
            /** @description Shown this once. Each message is signed with it: `X-Goodman-Signature: t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`. */
            secret: string;
        };
        WebhookRequest: {
            /** @description Where messages are sent, https; not followed when it redirects. */
            url: string;
            /** @description What it is told of: `file`, `reduction`, `master`, `comment`. */
            kinds: components["schemas"]["EventKind"][];
            /** @description Only of this proposal. */
            proposal_id?: string;
        };
        DeliveryView: {
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["EventKind"];
            created: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** Format: int64 */
            attempts: number;
            /** @description The status, or why no answer came. */
            answer: string;
            finished: string | null;
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_DeliveryView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["DeliveryView"][];
        };
        PageQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
        };
        VersionView: {
            /** Format: int64 */
            id: number;
            file_name: string;
            /** Format: int64 */
            version: number;
            current: boolean;
            /** @description When it was deleted; null when it is there. POST to `/api/files/{id}/restore/` brings it back. */
            deleted: string | null;
            provisional: boolean;
            created: string;
            checksum: string;
            flags: string[];
            /**
             * Format: double
             * @description The run that made it.
             */
            reduction_id: number | null;
        };
        VersionsView: {
            results: components["schemas"]["VersionView"][];
        };
        /** @description A thing that two versions have otherwise; null where one has none. */
        Changed: {
            name: string;
            before: (string | number | boolean) | null;
            after: (string | number | boolean) | null;
        };
        QualityChanged: {
            name: string;
            /** Format: double */
            before: number | null;
            /** Format: double */
            after: number | null;
            unit: string;
            meaning: string;
        };
        /** @description Where the light of two versions differs most. */
        LargestChange: {
            /**
             * Format: double
             * @description In units of the mean error of the two.
             */
            sigma: number;
            /**
             * Format: double
             * @description Column of the later version, from 0, and its wavelength in Å where there is one.
             */
            column: number;
            /** Format: double */
            wavelength: number | null;
            /** Format: double */
            before: number;
            /** Format: double */
            after: number;
        };
        FluxDifference: {
            /**
             * Format: int64
             * @description Columns in which both have an answer.
             */
            columns: number;
            largest: components["schemas"]["LargestChange"] | null;
            /**
             * Format: double
             * @description Median of after ÷ before.
             */
            ratio: number | null;
            /**
             * Format: double
             * @description Median shift of the wavelengths, native pixels, positive to the red.
             */
            shift_pixel: number | null;
        };
        DifferenceView: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            other: number;
            /** @description One line: what differs. */
            words: string;
            calibrations: components["schemas"]["Changed"][];
            settings: components["schemas"]["Changed"][];
            /** @description Steps with another version, or that only one has. */
            steps: components["schemas"]["Changed"][];
            qualities: components["schemas"]["QualityChanged"][];
            cards: components["schemas"]["Changed"][];
            /** @description Of spectra; null for frames. */
            flux: components["schemas"]["FluxDifference"] | null;
        };
        /** @enum {string} */
        Role: "observer" | "service" | "staff" | "superuser";
        /** @description A person as staff, and that person, see the account. */
        UserView: {
            /** Format: int64 */
            id: number;
            username: string;
            /** @description Null for somebody who never signed in. */
            last_login: string | null;
            first_name: string;
            last_name: string;
            email: string;
            is_staff: boolean;
            is_active: boolean;
            date_joined: string;
            is_superuser: boolean;
            /** @description A telescope or another program that only sends frames. */
            is_service: boolean;
            /** @description A name of GET /api/partners/, or empty. */
            partner: string;
            role: components["schemas"]["Role"];
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_UserView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["UserView"][];
        };
        UserQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            /** @description In user name, names or e-mail address, in whatever case. */
            q?: string;
            is_staff?: boolean;
            is_active?: boolean;
            is_service?: boolean;
        };
        /** @enum {string} */
        Partner: "NOIRLAB" | "BRAZIL" | "CHILE" | "UNC" | "MSU" | "OTHER";
        NewUser: {
            username: string;
            first_name?: string;
            last_name?: string;
            email: string;
            partner?: components["schemas"]["Partner"];
            /** @description false closes the account: its sessions, tokens and event streams end at once, nothing is deleted. */
            is_active?: boolean;
            /** @description For superusers. */
            is_staff?: boolean;
            /** @description For superusers. */
            is_superuser?: boolean;
            /** @description A telescope or another program that only sends frames, which serve everybody. For superusers. */
            is_service?: boolean;
        };
        UserChange: {
            username?: string;
            first_name?: string;
            last_name?: string;
            email?: string;
            partner?: components["schemas"]["Partner"];
            /** @description false closes the account: its sessions, tokens and event streams end at once, nothing is deleted. */
            is_active?: boolean;
            /** @description For superusers. */
            is_staff?: boolean;
            /** @description For superusers. */
            is_superuser?: boolean;
            /** @description A telescope or another program that only sends frames, which serve everybody. For superusers. */
            is_service?: boolean;
        };
        /**
         * @description Where a reduction stands. `rejected`: looked at and deliberately not used (a saturated flat).
         * @enum {string}
         */
        ReductionState: "reducing" | "waiting" | "done" | "failed" | "rejected";
        /** @description A file of any level. The first 34 fields are those of the old API, in its words: numbers of the instrument are text. */
        FileView: {
            /** Format: int64 */
            id: number;
            created: string;
            last_modified: string;
            /** @description File name of the raw frame everything here was made from. */
            original_file: string;
            /** Format: int64 */
            original_file_id: number;
            /** @description File name of what this one was made from; a raw frame is its own parent. */
            parent_file: string;
            /** Format: int64 */
            parent_file_id: number;
            file_name: string;
            /** @description Where an archive of the night would put it; not a path of the server. */
            directory_name: string;
            full_path: string;
            obstype: string;
            object: string;
            filter: string;
            filter_2: string;
            grating: string;
            slit: string;
            cam_targ: string | null;
            grt_targ: string | null;
            obsra: string;
            obsdec: string;
            gain: string | null;
            rdnoise: string | null;
            roi: string;
            wavmode: string;
            proposal_id: string;
            /** Format: double */
            observation_id: number | null;
            /** Format: double */
            configuration_id: number | null;
            /** Format: double */
            block_id: number | null;
            /** Format: double */
            image_id: number | null;
            date: string | null;
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
            data_type: string;
            normalized: boolean;
            technique: string;
            /**
             * Format: double
             * @description Counts at or above this are saturated, adu.
             */
            saturation_value: number | null;
            /** @description bias, flat, arc, spectrum, image or other. */
            kind: string;
            /** @description Evening date of the observing night, YYYYMMDD. */
            night: string | null;
            /**
             * Format: double
             * @description Which source along the slit, 1 is the strongest; null when the file is not about one.
             */
            target: number | null;
            /** @description Is it the newest version? */
            current: boolean;
            /** @description Made with a calibration of lower rank, until a better one lands. */
            provisional: boolean;
            /** Format: int64 */
            version: number;
            /** @description SHA-256: of the bytes of a raw file, of the data alone of a product. */
            checksum: string;
            /** Format: int64 */
            size_bytes: number;
            /** @description A sentence for each quality number beyond its bound; empty is normal. */
            flags: string[];
            /** @description Why staff took it out of use; null when it is in use. */
            excluded: string | null;
            /** @description Where the reduction of a raw frame stands; null for one that never ran, and for everything else. */
            state: components["schemas"]["ReductionState"] | null;
            /**
             * Format: double
             * @description Where the telescope was sent, degree.
             */
            ra_degree: number | null;
            /**
             * Format: double
             * @description Degree.
             */
            dec_degree: number | null;
        };
        /** @enum {string} */
        TokenScope: "read" | "upload" | "reduce" | "admin";
        TokenView: {
            /** Format: int64 */
            id: number;
            name: string;
            scopes: components["schemas"]["TokenScope"][];
            created: string;
            /** @description To the minute. */
            last_used: string | null;
            /** @description Null: never. */
            expires: string | null;
            /** @description Is this the token of the request? */
            in_use: boolean;
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_TokenView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["TokenView"][];
        };
        NewToken: {
            /** Format: int64 */
            id: number;
            name: string;
            scopes: components["schemas"]["TokenScope"][];
            created: string;
            /** @description To the minute. */
            last_used: string | null;
            /** @description Null: never. */
            expires: string | null;
            /** @description Is this the token of the request? */
            in_use: boolean;
            /** @description Shown this once: only its hash is kept. */
            token: string;
        };
        TokenRequest: {
            /** @description What it is for: the program, the computer. */
            name: string;
            /** @description What it may be used for; everything its owner may do when not given. A token makes none that may do more than itself. */
            scopes?: components["schemas"]["TokenScope"][];
            /**
             * Format: int64
             * @description After so many days it ends; never when not given.
             */
            days?: number;
        };
        /** @description One scientific operation of the pipeline. */
        StepView: {
            name: string;
            /**
             * Format: int64
             * @description Rises when the same inputs and settings give other numbers; stands in the header of every product.
             */
            version: number;
            summary: string;
            /** @description Kind of product by input; `?` may be left out, `[]` is a list. */
            inputs: {
                [key: string]: string;
            };
            /** @description Kind of product it makes. */
            output: string;
            /** @description JSON Schema of what it can be told: bounds, default, unit and a line of help of each. */
            settings: {
                [key: string]: unknown;
            };
        };
        SettingsView: {
            /** @description JSON Schema of the reduction settings of a proposal: bounds, default, unit and a line of help of each. */
            settings: {
                [key: string]: unknown;
            };
        };
        Health: {
            healthy: boolean;
            /**
             * Format: double
             * @description Milliseconds until it answered.
             */
            answered_in: number;
        };
        Status: {
            name: string;
            version: string;
            healthy: boolean;
            services: {
                temporal: components["schemas"]["Health"];
                store: components["schemas"]["Health"];
                database: components["schemas"]["Health"];
            };
            /** @description Of what the caller may see, for who is signed in. */
            counts?: {
                /** Format: int64 */
                reductions: number;
                /** Format: int64 */
                raw_files: number;
                /** Format: int64 */
                files: number;
            };
            documentation: string;
        };
        /** @description A decision of a person, as it is answered. */
        ManualChoiceView: {
            /** @description bias, flat, arc, apertures, lamps, kind or minimum. */
            topic: string;
            /** @description What was decided, in words. */
            what: string;
            /** @description The person's name. */
            by: string;
            at: string;
            reason: string;
            /** @description Against what the platform asks: what is made with it is flagged. */
            forced: boolean;
            /** @description When it was taken back; null while it is in force. */
            undone: string | null;
            /** @description The workflow that looks again. */
            workflow_id: string;
        };
        /** @description The aperture as it is kept: on the detector, in unbinned columns and rows. */
        ApertureView: {
            trace: number[];
            /** Format: double */
            lower: number;
            /** Format: double */
            upper: number;
            sky: number[][];
            /** @enum {string} */
            extraction_type: "optimal" | "fractional";
            /** @enum {string} */
            target_fit_model: "moffat" | "gaussian";
            /** Format: double */
            fwhm_rows: number;
        };
        ExtractAnswer: {
            /** @description The decision that is in force now, or was taken back; null where there was nothing to take back. */
            decision: components["schemas"]["ManualChoiceView"] | null;
            /** @description As they are kept: a function of the same name as the step extracts them bit for bit. */
            apertures: components["schemas"]["ApertureView"][];
            /** @description The workflow that extracts. */
            workflow_id: string;
        };
        SkyZone: {
            /**
             * Format: double
             * @description Rows from the trace; negative is below.
             */
            from: number;
            /** Format: double */
            to: number;
        };
        /** @description Where light is summed, in rows and columns of the 2-D product, counted from 0, pixel centers at whole numbers. */
        ApertureRequest: {
            /**
             * @description `source` follows the trace of a source that was found (the default where there is one), `straight` runs along one row.
             * @enum {string}
             */
            trace?: "source" | "straight";
            /**
             * Format: int64
             * @description Which source is followed, 1 is the strongest; by default that of the spectrum in `file_id`, or 1.
             */
            target?: number;
            /** @description Or the row itself as a power series of the column, constant first, up to six coefficients. */
            coefficients?: number[];
            /**
             * Format: double
             * @description Row of the trace at the middle column: it is shifted there. Needed where it is `straight`.
             */
            center?: number;
            /**
             * Format: double
             * @description Ends of the aperture, rows from the trace; `lower` is negative below it.
             */
            lower: number;
            /** Format: double */
            upper: number;
            /** @description Up to six zones; none leaves the sky in. */
            sky: components["schemas"]["SkyZone"][];
            /**
             * @description `fractional` sums the aperture as it is; `optimal` weighs it by the profile of the source and gives all of its light.
             * @enum {string}
             */
            extraction_type?: "optimal" | "fractional";
            /**
             * @description The shape that an optimal extraction begins with.
             * @enum {string}
             */
            target_fit_model?: "moffat" | "gaussian";
            /**
             * Format: double
             * @description Full width at half maximum of the source, rows; by default that of the source that is followed, else a third of the aperture.
             */
            fwhm?: number;
        };
        ExtractRequest: {
            /** @description A 2-D product, a spectrum made of it, or their raw frame. */
            file_id: number | string;
            /** @description Up to 20, the first becomes target 1. Without any the frame is extracted as the platform finds its sources, and apertures that were set by hand are taken back. */
            apertures?: components["schemas"]["ApertureRequest"][];
            /** @description Why; it goes into the header. */
            reason?: string;
        };
        CalibrateWavelengthAnswer: {
            /** @description What was decided, one for each thing that was asked. */
            decisions: components["schemas"]["ManualChoiceView"][];
            workflow_id: string;
        };
        /** @enum {string} */
        LampName: "HGA" | "NE" | "AR" | "FE" | "CU";
        CalibrateWavelengthRequest: {
            /** @description A spectrum, the 2-D product or the raw frame it is made of; or a lamp. */
            file_id: number | string;
            /** @description Another lamp: its raw frame or its 2-D product. It has to agree with the frame as for `/use-calibration/`, where staff can force one that does not. */
            arc_file_id?: number | string;
            /** @description Lamps that were lit, whatever the header of the lamp says: their lines are looked for. An empty list goes back to the header. */
            lamps?: components["schemas"]["LampName"][];
            /** @description Why; it goes into the header. */
            reason?: string;
        };
        CalibrateFluxRequest: {
            file_id: number | string;
        };
        /** @description Make all properties in T readonly */
        "Readonly_Record_string.string-or-number-or-boolean__": {
            [key: string]: string | number | boolean;
        };
        /** @description How a person likes to look at frames and spectra; the page decides what each word means. */
        Preferences: components["schemas"]["Readonly_Record_string.string-or-number-or-boolean__"];
        /** @description The own account, with how its person likes to look at things. */
        AccountView: {
            /** Format: int64 */
            id: number;
            username: string;
            /** @description Null for somebody who never signed in. */
            last_login: string | null;
            first_name: string;
            last_name: string;
            email: string;
            is_staff: boolean;
            is_active: boolean;
            date_joined: string;
            is_superuser: boolean;
            /** @description A telescope or another program that only sends frames. */
            is_service: boolean;
            /** @description A name of GET /api/partners/, or empty. */
            partner: string;
            role: components["schemas"]["Role"];
            preferences: components["schemas"]["Preferences"];
        };
        SessionView: {
            user: components["schemas"]["AccountView"];
            role: components["schemas"]["Role"];
            /** @description What may be done, as rules of CASL packed by `packRules`: `unpackRules` and `createMongoAbility` make them an ability that answers as the server does. */
            rules: unknown[];
            /** @description What the token in use may be used for; all for a browser. */
            scopes: components["schemas"]["TokenScope"][];
            /** @description Proposals that the caller leads or collaborates in, by SOAR id. */
            proposals: string[];
            /** @description Send it as X-CSRF-Token with everything that is not GET; null for a token, which needs none. */
            csrf_token: string | null;
            /** @description When a browser is signed out in any case; null for a token. */
            expires: string | null;
        };
        SignIn: {
            /** @description User name or e-mail address, in whatever case. */
            username: string;
            password: string;
        };
        SemesterView: {
            /** @description `2026B` */
            name: string;
            /** @description First day, YYYY-MM-DD. */
            begins: string;
            /** @description Last day. */
            ends: string;
            current: boolean;
            /**
             * Format: int64
             * @description Proposals of it that the caller may see.
             */
            proposals: number;
            /** @description The next SOAR id that nobody has, for staff who register a proposal. */
            next_soar_id?: string;
        };
        PartnerView: {
            name: components["schemas"]["Partner"];
            title: string;
        };
        /** @description One level of a family: what the old portal shows in a tab. */
        FamilyLevel: {
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
            data_type: string;
            /** @description Observed Raw, Calibration, Reduced, Extracted, Wavelength Calibrated. */
            name: string;
            /** @description The strongest source first; one entry without a target for what is not about one. */
            targets: {
                /** @description Older versions, the newest first. */
                older: components["schemas"]["FileView"][];
                /** @description The newest version; null when it was superseded by nothing of this target. */
                current: components["schemas"]["FileView"] | null;
                /** Format: double */
                target: number | null;
            }[];
        };
        /** @description A file with what was made of it. */
        FamilyNode: {
            /** Format: int64 */
            id: number;
            file_name: string;
            data_type: string;
            /** Format: double */
            target: number | null;
            /** Format: int64 */
            version: number;
            children: components["schemas"]["FamilyNode"][];
        };
        FamilyView: {
            /** @description The most advanced first. */
            levels: components["schemas"]["FamilyLevel"][];
            /** @description Current files, each below what it was made of; the raw frame is the root. */
            tree: components["schemas"]["FamilyNode"][];
        };
        /** @description A piece of work and its product, or a raw frame. */
        LineageNode: {
            /** @description Of this graph alone. */
            id: string;
            /** @description rawFrame, masterBias, frame, spectra, … */
            kind: string;
            /** @description The step that made it; null for a raw frame. */
            step: string | null;
            /** Format: double */
            step_version: number | null;
            /** @description With which settings. */
            settings: {
                [key: string]: unknown;
            };
            /** @description Files of it that the caller may see. */
            files: {
                night: string | null;
                /** Format: double */
                target: number | null;
                data_type: string;
                file_name: string;
                /** Format: int64 */
                id: number;
            }[];
            /** @description It has files, and none is the caller's to see: its name is not told. */
            foreign: boolean;
            /** @description bias, flat, arc, spectrum, …; null for what was never a file. */
            exposure: string | null;
            /** @description Start of the exposure, ISO 8601. */
            observed_at: string | null;
            quality: {
                [key: string]: number | null;
            };
        };
        LineageView: {
            nodes: components["schemas"]["LineageNode"][];
            /** @description `from` was the input called `input` of the work that made `to`. */
            edges: {
                input: string;
                to: string;
                from: string;
            }[];
        };
        FailureView: {
            code: string;
            message: string;
            step: string;
            facts: {
                [key: string]: string | number;
            };
        };
        /** @description One run of a recipe: on one raw frame, or on the frames of a master. */
        ReductionView: {
            /** Format: int64 */
            id: number;
            /**
             * Format: double
             * @description The raw frame; null for a master.
             */
            file_id: number | null;
            file_name: string | null;
            proposal_id: string | null;
            night: string | null;
            /** @description Configuration and night of a master; null for a frame. */
            master_key: string | null;
            workflow_id: string;
            run_id: string;
            /**
             * Format: int64
             * @description Counts the runs on one frame from 1.
             */
            attempt: number;
            state: components["schemas"]["ReductionState"];
            /** @description The step that runs, or ran last. */
            step: string | null;
            /** @description Why it waits, failed or was rejected; what was chosen when it is done. */
            reason: string;
            failure: components["schemas"]["FailureView"] | null;
            provisional: boolean;
            /** @description Seconds by step. */
            timings: {
                [key: string]: number;
            };
            started: string;
            finished: string | null;
            updated: string;
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_ReductionView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["ReductionView"][];
        };
        ReductionQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            state?: components["schemas"]["ReductionState"];
            /** @description Evening date of the observing night, YYYYMMDD. */
            night?: string;
            proposal_id?: string;
            /** @description Of the failure, a key of the failure table: `too-few-arc-lines`. */
            code?: string;
            /** @description The step that runs, or ran last. */
            step?: string;
            /** @description Set-up of the frame: `400_M2`. */
            wavmode?: string;
            /**
             * Format: int64
             * @description Runs on this raw frame.
             */
            file_id?: number;
            /** @description true lists every run, not only the latest of each frame. */
            all_attempts?: boolean;
        };
        /** @description Construct a type with a set of properties K of type T */
        "Record_ReductionState.number_": {
            /** Format: double */
            reducing: number;
            /** Format: double */
            waiting: number;
            /** Format: double */
            done: number;
            /** Format: double */
            failed: number;
            /** Format: double */
            rejected: number;
        };
        ReductionSummary: {
            /** @description Frames by the state of their latest run. */
            states: components["schemas"]["Record_ReductionState.number_"];
            /** Format: int64 */
            total: number;
        };
        /** @description Failures that have the same cause, as far as code, step and set-up tell. */
        FailureGroup: {
            code: string;
            step: string;
            wavmode: string;
            /** Format: int64 */
            count: number;
            /** @description Of the newest of them, as an example. */
            message: string;
            /** @description Ids of raw frames, the newest first; ten at most. */
            files: number[];
        };
        CriterionView: {
            name: string;
            wanted: string;
            found: string;
            ok: boolean;
        };
        CandidateView: {
            name: string;
            /** @description Empty for a calibration of another proposal, as its checksum. */
            key: string;
            checksum: string;
            /** @enum {string} */
            verdict: "chosen" | "suitable" | "refused";
            /**
             * Format: double
             * @description Smaller is better; null when refused.
             */
            distance: number | null;
            provisional: boolean;
            criteria: components["schemas"]["CriterionView"][];
        };
        /** @description Why this calibration and not another. */
        DecisionView: {
            /** @enum {string} */
            purpose: "bias" | "flat" | "arc";
            reason: string;
            /** @description Null also for one that is not the caller's to know. */
            chosen_key: string | null;
            provisional: boolean;
            candidates: components["schemas"]["CandidateView"][];
            created: string;
        };
        ReductionDetail: {
            /** Format: int64 */
            id: number;
            /**
             * Format: double
             * @description The raw frame; null for a master.
             */
            file_id: number | null;
            file_name: string | null;
            proposal_id: string | null;
            night: string | null;
            /** @description Configuration and night of a master; null for a frame. */
            master_key: string | null;
            workflow_id: string;
            run_id: string;
            /**
             * Format: int64
             * @description Counts the runs on one frame from 1.
             */
            attempt: number;
            state: components["schemas"]["ReductionState"];
            /** @description The step that runs, or ran last. */
            step: string | null;
            /** @description Why it waits, failed or was rejected; what was chosen when it is done. */
            reason: string;
            failure: components["schemas"]["FailureView"] | null;
            provisional: boolean;
            /** @description Seconds by step. */
            timings: {
                [key: string]: number;
            };
            started: string;
            finished: string | null;
            updated: string;
            /** @description All settings that were in force. */
            settings: {
                [key: string]: unknown;
            };
            /** @description Those of them that were asked for this frame, over the settings of its proposal. */
            overrides: {
                [key: string]: unknown;
            };
            decisions: components["schemas"]["DecisionView"][];
            /** @description A sentence for each step that is newer now than when the products of this run, or anything they were made from, were made. */
            notices: string[];
            /** @description Every run on the same frame, the newest first. */
            history: components["schemas"]["ReductionView"][];
        };
        /** @description A decision of a person. */
        ByHandView: {
            what: string;
            by: string;
            at: string;
            reason: string;
            forced: boolean;
        };
        /** @description One row of the table of a decision. */
        CandidateRow: {
            /** @description By this it can be chosen (`candidate` of `/use-calibration/`), also where its file is not the caller's to see. */
            handle: string;
            /**
             * Format: double
             * @description Null for a calibration of another proposal: then it is known by its role, time and quality.
             */
            file_id: number | null;
            name: string;
            /** @enum {string} */
            verdict: "chosen" | "suitable" | "refused";
            /**
             * Format: double
             * @description Smaller is nearer; null when refused.
             */
            distance: number | null;
            provisional: boolean;
            /** @description The answers, in the order of `questions`. */
            answers: components["schemas"]["CriterionView"][];
        };
        /** @description Why this calibration and not another, as a table: a column for each question, a row for each candidate, the chosen one first. */
        DecisionTable: {
            /** @enum {string} */
            purpose: "bias" | "flat" | "arc";
            /** @description One sentence: what was chosen and why, or what is missing. */
            reason: string;
            provisional: boolean;
            by_hand: components["schemas"]["ByHandView"] | null;
            questions: string[];
            candidates: components["schemas"]["CandidateRow"][];
            created: string;
        };
        DecisionsView: {
            /** Format: int64 */
            file_id: number;
            file_name: string;
            /**
             * Format: double
             * @description The run that decided; null where none has.
             */
            reduction_id: number | null;
            state: string | null;
            /** @description Where it stands, in words. */
            reason: string;
            decisions: components["schemas"]["DecisionTable"][];
        };
        /** @description What a reduction with these settings would do. */
        DryReduction: {
            /** @description Settings that differ from those in force. */
            settings: components["schemas"]["Changed"][];
            /** @description Steps that would be done otherwise, in order: what comes before the first of them is there already. Empty: the products would be the same. */
            steps: string[];
            /** @description Every calibration is there; otherwise it would wait. */
            complete: boolean;
            /** @description What would be chosen, or what is missing. */
            reason: string;
            decisions: components["schemas"]["DecisionTable"][];
        };
        ReducedView: {
            /** Format: double */
            file_id: number;
            file_name: string;
            /** @description Empty when nothing was started. */
            workflow_id: string;
            run_id: string;
            /** @description With `dry_run`; null otherwise. */
            dry_run: components["schemas"]["DryReduction"] | null;
        };
        ReduceAnswer: {
            results: components["schemas"]["ReducedView"][];
        };
        /** @description A product stands for the raw frame it was made from. */
        ReduceRequest: {
            /** @description One file. */
            file_id?: number | string;
            /** @description Or several, up to 500. */
            file_ids?: (number | string)[];
            /** @description Settings over those of the proposal, for these frames only; GET /api/settings/ describes each. */
            settings?: {
                [key: string]: unknown;
            };
        };
        ReclassifiedView: {
            file: components["schemas"]["FileView"];
            /** @description What it was taken for until now. */
            before: string;
            /** @description False: it is what it was, and nothing happens. */
            changed: boolean;
        };
        ReclassifyAnswer: {
            results: components["schemas"]["ReclassifiedView"][];
        };
        /** @description Raw frames. */
        ReclassifyRequest: {
            /** @description One file. */
            file_id?: number | string;
            /** @description Or several, up to 500. */
            file_ids?: (number | string)[];
            /**
             * @description Staff only: what the frame is, whatever its header says. Without it the header decides again, and what was said by hand is taken back.
             * @enum {string}
             */
            kind?: "bias" | "flat" | "arc" | "spectrum";
            /** @description Why; needed with `kind`. */
            reason?: string;
        };
        /** @description A number that the steps measure about a frame or a spectrum. */
        QualityNumberView: {
            name: string;
            /** @description Empty for a count or a ratio. */
            unit: string;
            meaning: string;
            /** Format: double */
            at_least: number | null;
            /** Format: double */
            at_most: number | null;
            /** @description Where the bounds come from, or why it has none. */
            source: string;
            /** @description Of the card in a product's header. */
            keyword: string;
            /** @description What to think and do when it is beyond a bound. */
            advice: string | null;
        };
        /** @description A quality number over time. */
        QualityTrend: {
            name: string;
            /** @description Empty for a count or a ratio. */
            unit: string;
            meaning: string;
            /** Format: double */
            at_least: number | null;
            /** Format: double */
            at_most: number | null;
            /** @description Where the bounds come from, or why it has none. */
            source: string;
            /** @description In the order in which the frames were taken; the newest 2000. */
            points: {
                /** @description Is it beyond a bound? */
                flagged: boolean;
                /** Format: double */
                value: number;
                wavmode: string;
                /** Format: double */
                target: number | null;
                data_type: string;
                kind: string;
                /** @description Start of the exposure, ISO 8601. */
                observed_at: string | null;
                night: string | null;
                file_name: string;
                /** Format: int64 */
                file_id: number;
            }[];
            /** @description Are there older ones? */
            more: boolean;
        };
        TrendQuery: {
            /** @description Of a quality number, as `/api/qualities/` lists them. */
            name: string;
            /** @description YYYYMMDD; list or range, `20260801..20260831`. The last 90 nights with files when not given. */
            night?: string[];
            /** @description SOAR id; list. */
            proposal_id?: string[];
            /** @description bias, flat, arc, spectrum, image or other; list. */
            kind?: string[];
            /** @description 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
            data_type?: string[];
            /** @description List. */
            wavmode?: string[];
            /** @description List. */
            grating?: string[];
        };
        /** @description A person as the old API told of one. */
        PersonView: {
            /** Format: int64 */
            id: number;
            username: string;
            /** @description Null for somebody who never signed in. */
            last_login: string | null;
            first_name: string;
            last_name: string;
            email: string;
            is_staff: boolean;
            is_active: boolean;
            date_joined: string;
        };
        /** @description A proposal as the old API told of one; ours come after `collaborators`. */
        ProposalView: {
            /** Format: int64 */
            id: number;
            soar_id: string;
            semester: string;
            title: string;
            abstract: string;
            /** @description The PI; null for one that so far only the header of a frame has named. */
            user: components["schemas"]["PersonView"] | null;
            collaborators: components["schemas"]["PersonView"][];
            created: string;
            /** @description From this day on everybody with an account may read its data, YYYY-MM-DD; null: never. */
            release_date: string | null;
            /** @description What the caller may change of it: names of fields, `collaborators`, `settings`. */
            may_change: string[];
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_ProposalView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["ProposalView"][];
        };
        ProposalQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            semester?: string;
            soar_id?: string;
            /** @description In SOAR id, title or name of the PI, in whatever case. */
            q?: string;
        };
        /** @description A day. */
        Day: string;
        NewProposal: {
            /** @description Such as SOAR2026B-012; GET /api/semesters/ suggests the next one. */
            soar_id: string;
            title: string;
            abstract?: string;
            /** @description That of the SOAR id when not given. */
            semester?: string;
            /**
             * Format: int64
             * @description The PI, by account number.
             */
            user_id: number;
            /** @description Eighteen months after the end of the semester when not given. */
            release_date?: components["schemas"]["Day"];
        };
        ChangedProposal: {
            /** Format: int64 */
            id: number;
            soar_id: string;
            semester: string;
            title: string;
            abstract: string;
            /** @description The PI; null for one that so far only the header of a frame has named. */
            user: components["schemas"]["PersonView"] | null;
            collaborators: components["schemas"]["PersonView"][];
            created: string;
            /** @description From this day on everybody with an account may read its data, YYYY-MM-DD; null: never. */
            release_date: string | null;
            /** @description What the caller may change of it: names of fields, `collaborators`, `settings`. */
            may_change: string[];
            /**
             * Format: int64
             * @description Frames and products that bear the corrected SOAR id now, and did not before.
             */
            files_moved: number;
            /**
             * Format: int64
             * @description Frames and products that bore it all along, and belong to this proposal now.
             */
            files_found: number;
        };
        ProposalChange: {
            /** @description Corrects the id: frames and products that bear the wrong one move with it. For staff. */
            soar_id?: string;
            /** @description For staff. */
            semester?: string;
            title?: string;
            abstract?: string;
            /**
             * Format: int64
             * @description The PI, by account number; null: nobody. For staff.
             */
            user_id?: number | null;
            /** @description For staff; null: never. */
            release_date?: components["schemas"]["Day"] | null;
        };
        ProposalSettings: {
            soar_id: string;
            /**
             * Format: int64
             * @description 0 while nobody changed anything.
             */
            version: number;
            /** @description All settings in force; GET /api/settings/ describes each. */
            settings: {
                [key: string]: unknown;
            };
            defaults: {
                [key: string]: unknown;
            };
            /** @description Who made this version, and when; null for the defaults. */
            author: string | null;
            created: string | null;
            /** @description May you change them? */
            may_change: boolean;
        };
        ChangedSettings: {
            soar_id: string;
            /**
             * Format: int64
             * @description 0 while nobody changed anything.
             */
            version: number;
            /** @description All settings in force; GET /api/settings/ describes each. */
            settings: {
                [key: string]: unknown;
            };
            defaults: {
                [key: string]: unknown;
            };
            /** @description Who made this version, and when; null for the defaults. */
            author: string | null;
            created: string | null;
            /** @description May you change them? */
            may_change: boolean;
            /**
             * Format: int64
             * @description Frames that are reduced again.
             */
            reducing_again: number;
        };
        /**
         * @description Which frames that are there follow a change of settings: none, those of the latest night, every one.
         * @enum {string}
         */
        AppliedTo: "new" | "tonight" | "all";
        SettingsRequest: {
            /** @description Those that are to change; the others stay. */
            settings: {
                [key: string]: unknown;
            };
            /** @description Which frames that are there already are reduced again: none (new frames only), those of the latest night, or every one. */
            apply?: components["schemas"]["AppliedTo"];
            /**
             * Format: int64
             * @description The version you saw: refused when somebody else changed it meanwhile.
             */
            version?: number;
        };
        SettingsReach: {
            /** Format: int64 */
            tonight: number;
            /** Format: int64 */
            all: number;
        };
        SettingsChange: {
            name: string;
            from: unknown;
            to: unknown;
        };
        SettingsHistory: {
            /** Format: int64 */
            version: number;
            author: string | null;
            created: string;
            changes: components["schemas"]["SettingsChange"][];
            settings: {
                [key: string]: unknown;
            };
        };
        RestoreRequest: {
            apply?: components["schemas"]["AppliedTo"];
        };
        ImportLine: {
            /**
             * Format: int64
             * @description Of the table; its column names are line 1.
             */
            line: number;
            soar_id: string;
            /**
             * @description `register`: frames have named it already, now it gets its people. `unchanged`: it is there with this PI and title.
             * @enum {string}
             */
            proposal: "create" | "register" | "unchanged" | "mistake";
            /** @description Addresses that get an account and a mail with a link. */
            invited: string[];
            /** @description Everything that is wrong with the line. */
            mistakes: string[];
        };
        ImportAnswer: {
            dry_run: boolean;
            /** Format: int64 */
            proposals: number;
            /** Format: int64 */
            invited: number;
            /** Format: int64 */
            mistakes: number;
            lines: components["schemas"]["ImportLine"][];
        };
        ResetRequest: {
            /** @description Of the account. Nobody is told whether there is one. */
            email: string;
        };
        NewPassword: {
            new_password: string;
        };
        /** @description A range of wavelengths. */
        WavelengthAnchor: {
            /** @enum {string} */
            kind: "wavelengths";
            /**
             * Format: double
             * @description Ångström, in the order of the light.
             */
            from: number;
            /** Format: double */
            to: number;
        };
        /** @description A box of pixels, both corners in it, counted from 0 at the lower left. */
        BoxAnchor: {
            /** @enum {string} */
            kind: "box";
            /** Format: int64 */
            x0: number;
            /** Format: int64 */
            y0: number;
            /** Format: int64 */
            x1: number;
            /** Format: int64 */
            y1: number;
        };
        CommentView: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            file_id: number;
            /**
             * Format: int64
             * @description The comment it answers.
             */
            parent_id: number | null;
            author: {
                name: string;
                username: string;
            };
            /** @description Empty once it was taken back. */
            text: string;
            anchor: (components["schemas"]["WavelengthAnchor"] | components["schemas"]["BoxAnchor"]) | null;
            created: string;
            edited: string | null;
            /** @description Taken back by its author or by staff; its answers stay. */
            deleted: boolean;
            /** @description May you change or take it back? */
            mine: boolean;
        };
        NotificationView: {
            /** Format: int64 */
            id: number;
            /**
             * @description You were named; your comment was answered; a frame you sent was commented on.
             * @enum {string}
             */
            kind: "mention" | "reply" | "comment";
            created: string;
            read: boolean;
            /** Format: int64 */
            file_id: number;
            file_name: string;
            comment: components["schemas"]["CommentView"];
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_NotificationView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["NotificationView"][];
        };
        NotificationQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            /** @description true leaves out what you have read. */
            unread?: boolean;
        };
        Unread: {
            /** Format: int64 */
            unread: number;
        };
        ReadRequest: {
            /** @description These; without them all there are. */
            ids?: number[];
        };
        NightSummary: {
            /** @description Evening date, YYYYMMDD. */
            night: string;
            /** @description `2026B` */
            semester: string;
            /**
             * Format: int64
             * @description Current files of every level.
             */
            files: number;
            /** Format: int64 */
            raw_files: number;
            /**
             * Format: int64
             * @description Files with a quality number beyond its bound.
             */
            flagged: number;
            /** @description Raw frames by the state of their latest run. */
            states: components["schemas"]["Record_ReductionState.number_"];
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_NightSummary_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["NightSummary"][];
        };
        NightQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            /** @description YYYYMMDD; list or range, `20260801..20260831`. */
            night?: string[];
            /** @description `2026B`: from August to January, A from February to July; list. */
            semester?: string[];
            /** @description SOAR id; list. */
            proposal_id?: string[];
        };
        /** @description A raw frame of a night, how far it is and what came of it. */
        NightFrameView: {
            /** Format: int64 */
            id: number;
            file_name: string;
            proposal_id: string;
            /** @description bias, flat, arc, spectrum, image or other. */
            kind: string;
            obstype: string;
            object: string;
            wavmode: string;
            /** @description Start of the exposure, ISO 8601. */
            observed_at: string | null;
            /** @description When the platform had it. */
            received: string;
            /** @description Null before its first run. */
            state: components["schemas"]["ReductionState"] | null;
            /** @description The step that runs, or ran last. */
            step: string | null;
            /** @description Why it waits, failed or was rejected; what was chosen when it is done. */
            reason: string;
            /** @description Of the failure; null when there is none. */
            code: string | null;
            /** Format: double */
            reduction_id: number | null;
            started: string | null;
            finished: string | null;
            /**
             * Format: double
             * @description From the last byte of the upload to the end of the run; null while it runs.
             */
            latency_second: number | null;
            /** @description Seconds by step, for a waterfall. */
            timings: {
                [key: string]: number;
            };
            excluded: string | null;
            /** @description Sentences of its current products, each once. */
            flags: string[];
            /** @description Its current products, the most advanced first. */
            products: {
                provisional: boolean;
                /** Format: double */
                target: number | null;
                data_type: string;
                file_name: string;
                /** Format: int64 */
                id: number;
            }[];
            /** @description Numbers of its current products, by name; of several targets that of the strongest. */
            quality: {
                [key: string]: number | null;
            };
        };
        NightView: {
            /** @description Evening date, YYYYMMDD. */
            night: string;
            semester: string;
            states: components["schemas"]["Record_ReductionState.number_"];
            /** @description In the order in which they were taken. */
            frames: components["schemas"]["NightFrameView"][];
            masters: {
                quality: {
                    [key: string]: number | null;
                };
                flags: string[];
                provisional: boolean;
                file_name: string;
                /** Format: int64 */
                id: number;
            }[];
            /** @description What waits, by the reason it gives. */
            waiting: {
                /** @description Ids of the frames. */
                files: number[];
                reason: string;
            }[];
            failures: components["schemas"]["FailureGroup"][];
        };
        /** @enum {string} */
        LogLevel: "info" | "warning" | "error";
        /** @description Something a person may want to know, in a sentence. */
        LogMessage: {
            /** @description Where it stands in the log, for your account: give it back as `before` for what was earlier. */
            id: string;
            time: string;
            level: components["schemas"]["LogLevel"];
            message: string;
            /**
             * Format: double
             * @description The frame or the product it is about.
             */
            file_id: number | null;
            /** Format: double */
            reduction_id: number | null;
            proposal_id: string | null;
            night: string | null;
        };
        LogPage: {
            results: components["schemas"]["LogMessage"][];
            /** @description Give it back as `before`; null when there is nothing earlier. */
            before: string | null;
        };
        LogQuery: {
            /** @description Messages of this level only. */
            level?: components["schemas"]["LogLevel"];
            /** @description Evening date of the observing night, YYYYMMDD. */
            night?: string;
            proposal_id?: string;
            /** @description The `id` of a message: those before it. */
            before?: string;
            /** Format: int64 */
            limit?: number;
        };
        AuditView: {
            /** Format: int64 */
            id: number;
            at: string;
            username: string;
            action: string;
            subject: string;
            before: {
                [key: string]: unknown;
            } | null;
            after: {
                [key: string]: unknown;
            } | null;
            request_id: string;
            address: string;
        };
        /** @description A page of a list, in the shape the old API had. */
        Page_AuditView_: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            count: number;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before. */
            previous: string | null;
            results: components["schemas"]["AuditView"][];
        };
        AuditQuery: {
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            username?: string;
            /** @description `file.exclude`, `settings.change`, … */
            action?: string;
            /** @description `file 17`, `proposal 3`, … */
            subject?: string;
        };
        /** @description A process that asks a queue for work. */
        Poller: {
            queue: string;
            /** @enum {string} */
            takes: "decisions" | "steps";
            /** @description Its process number and machine. */
            identity: string;
            /** @description When it asked last. */
            seen: string | null;
        };
        Machines: {
            /** @description Processes that take work from the queues, as Temporal saw them last. */
            workers: components["schemas"]["Poller"][];
            /** @description The process that answers here. */
            api: {
                /** Format: double */
                listeners: number;
                /** Format: double */
                memory_bytes: number;
                /** Format: double */
                up_seconds: number;
                /** Format: double */
                pid: number;
            };
        };
        PageFailure: {
            /** @description What went wrong, as the browser says it. */
            message: string;
            stack?: string;
            /** @description Where in the portal. */
            page?: string;
            /** @description The request it followed from. */
            request_id?: string;
        };
        /** @enum {string} */
        TableFormat: "csv" | "ecsv" | "votable";
        DownloadFormat: components["schemas"]["TableFormat"] | "fits";
        /** @description What a link opens. */
        LinkedFile: {
            file_name: string;
            /** @description OBJECT of the header; empty for a master that serves everybody. */
            object: string;
            /** @description Evening date of the observing night, YYYYMMDD; null when the header does not tell. */
            night: string | null;
            /**
             * Format: int64
             * @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated.
             */
            data_type: number;
            /** Format: int64 */
            size_bytes: number;
            /** @description False: a newer version was made; ask whoever sent the link. */
            current: boolean;
            /** @description Made with calibrations of another night, until those of its own are there. */
            provisional: boolean;
            /** @description A sentence for each quality number beyond its bound. */
            flags: string[];
            note: string;
            /** @description Name of who made the link. */
            from: string;
            until: string;
            /** @description What `download` makes of this file. */
            formats: components["schemas"]["DownloadFormat"][];
            download_url: string;
            picture_url: string;
        };
        /** @description Make all properties in T optional */
        Partial_FileView_: {
            /** Format: int64 */
            id?: number;
            created?: string;
            last_modified?: string;
            /** @description File name of the raw frame everything here was made from. */
            original_file?: string;
            /** Format: int64 */
            original_file_id?: number;
            /** @description File name of what this one was made from; a raw frame is its own parent. */
            parent_file?: string;
            /** Format: int64 */
            parent_file_id?: number;
            file_name?: string;
            /** @description Where an archive of the night would put it; not a path of the server. */
            directory_name?: string;
            full_path?: string;
            obstype?: string;
            object?: string;
            filter?: string;
            filter_2?: string;
            grating?: string;
            slit?: string;
            cam_targ?: string | null;
            grt_targ?: string | null;
            obsra?: string;
            obsdec?: string;
            gain?: string | null;
            rdnoise?: string | null;
            roi?: string;
            wavmode?: string;
            proposal_id?: string;
            /** Format: double */
            observation_id?: number | null;
            /** Format: double */
            configuration_id?: number | null;
            /** Format: double */
            block_id?: number | null;
            /** Format: double */
            image_id?: number | null;
            date?: string | null;
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
            data_type?: string;
            normalized?: boolean;
            technique?: string;
            /**
             * Format: double
             * @description Counts at or above this are saturated, adu.
             */
            saturation_value?: number | null;
            /** @description bias, flat, arc, spectrum, image or other. */
            kind?: string;
            /** @description Evening date of the observing night, YYYYMMDD. */
            night?: string | null;
            /**
             * Format: double
             * @description Which source along the slit, 1 is the strongest; null when the file is not about one.
             */
            target?: number | null;
            /** @description Is it the newest version? */
            current?: boolean;
            /** @description Made with a calibration of lower rank, until a better one lands. */
            provisional?: boolean;
            /** Format: int64 */
            version?: number;
            /** @description SHA-256: of the bytes of a raw file, of the data alone of a product. */
            checksum?: string;
            /** Format: int64 */
            size_bytes?: number;
            /** @description A sentence for each quality number beyond its bound; empty is normal. */
            flags?: string[];
            /** @description Why staff took it out of use; null when it is in use. */
            excluded?: string | null;
            /** @description Where the reduction of a raw frame stands; null for one that never ran, and for everything else. */
            state?: components["schemas"]["ReductionState"] | null;
            /**
             * Format: double
             * @description Where the telescope was sent, degree.
             */
            ra_degree?: number | null;
            /**
             * Format: double
             * @description Degree.
             */
            dec_degree?: number | null;
        };
        /** @description A page of files, in the shape the old API had, and where the next one begins. */
        FilePage: {
            /**
             * Format: int64
             * @description How many there are on all pages; about so many where `count_exact` is false.
             */
            count: number;
            count_exact: boolean;
            /** @description Address of the next page. */
            next: string | null;
            /** @description Address of the page before; null where `cursor` is used. */
            previous: string | null;
            /** @description `cursor` of the next page; null on the last one. */
            next_cursor: string | null;
            /** @description Whole, or with `fields` only those. */
            results: components["schemas"]["FileView"][] | components["schemas"]["Partial_FileView_"][];
        };
        FileQuery: {
            /** @description These ids; list. */
            id?: string[];
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
            data_type?: string[];
            /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
            obstype?: string[];
            /** @description bias, flat, arc, spectrum, image or other; list. */
            kind?: string[];
            /** @description Exactly this object; named again for another one. */
            object?: string[];
            /** @description First filter wheel; list. */
            filter?: string[];
            /** @description Second filter wheel; list. */
            filter_2?: string[];
            /** @description List. */
            grating?: string[];
            /** @description `400_M2`, …; list. */
            wavmode?: string[];
            /** @description List. */
            slit?: string[];
            /** @description Region that was read out, with its binning; list. */
            roi?: string[];
            /** @description Spectroscopy, Imaging or Unknown; list. */
            technique?: string[];
            /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
            state?: string[];
            /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
            night?: string[];
            /** @description `2026B`: from August to January, A from February to July; list. */
            semester?: string[];
            /** @description SOAR id; list. */
            proposal_id?: string[];
            /** @description Exactly this name; named again for another one. */
            file_name?: string[];
            /** @description SHA-256; list. */
            checksum?: string[];
            /** @description Everything made from this raw frame; list. */
            original_file_id?: string[];
            /** @description Everything made of this file; list. */
            parent_file_id?: string[];
            /** @description 1 is the strongest source; number or range. */
            target?: string;
            /** @description Number or range. */
            version?: string;
            /** @description electron/adu; number or range. */
            gain?: string;
            /** @description Electron; number or range. */
            rdnoise?: string;
            /** @description Camera angle that was asked for, degree; number or range. */
            cam_targ?: string;
            /** @description Grating angle that was asked for, degree; number or range. */
            grt_targ?: string;
            /** @description adu; number or range. */
            saturation_value?: string;
            /** @description Number or range. */
            size_bytes?: string;
            /** @description Number or range. */
            observation_id?: string;
            /** @description Number or range. */
            configuration_id?: string;
            /** @description Number or range. */
            block_id?: string;
            /** @description Number or range. */
            image_id?: string;
            /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
            date?: string;
            /** @description When the platform got or made it, ISO 8601; range. */
            created?: string;
            /** @description When its record changed last, ISO 8601; range. */
            last_modified?: string;
            /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
            quality?: string[];
            /** @description Is it a flat that was normalized? */
            normalized?: boolean;
            /** @description Made with a calibration of lower rank? */
            provisional?: boolean;
            /** @description Is a quality number beyond its bound? */
            flagged?: boolean;
            /** @description Did staff take it out of use? */
            excluded?: boolean;
            /** @description false lists the older versions, not the newest ones. */
            current?: boolean;
            /** @description Leaves out raw bias, flat and lamp frames. */
            hide_raw_calibrations?: boolean;
            /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
            q?: string;
            /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
            ra?: string;
            /** @description Declination of a cone: degree, or `-18:38:32.6`. */
            dec?: string;
            /**
             * Format: double
             * @description Radius of the cone, degree.
             */
            radius?: number;
            /**
             * Format: int64
             * @description Which page, counted from 1.
             */
            page?: number;
            /**
             * Format: int64
             * @description Results on a page.
             */
            page_size?: number;
            /** @description `next_cursor` of the page before, instead of `page`: nothing is listed twice or left out while files come in. */
            cursor?: string;
            /** @description Only these fields of each file; list. */
            fields?: string[];
            /**
             * @description Columns, the first counts most, with - before for the other direction: `night,-file_name`; `-id`, the newest first, when not given. Files that agree are in the order of
             *     their ids, so that pages never overlap. Known: id, last_modified, night, date, object, file_name, obstype, filter, filter_2, grating, slit, roi, wavmode, technique, proposal_id, state, data_type,
             *     size_bytes. List.
             */
            sort?: string[];
        };
        /** @enum {string} */
        Facet: "obstype" | "filter" | "filter_2" | "grating" | "slit" | "roi" | "wavmode" | "proposal_id" | "data_type" | "technique" | "kind" | "night" | "state" | "flagged";
        /** @description What files have in common, counted. */
        FacetView: {
            /** @description As the parameter that asks for it. */
            name: components["schemas"]["Facet"];
            /** @description The most frequent first; nights from the newest. A hundred at most. */
            values: {
                /** Format: int64 */
                count: number;
                value: string;
            }[];
            /**
             * Format: int64
             * @description How many values are left out.
             */
            more: number;
            /** @description False: about so many. */
            exact: boolean;
        };
        /**
         * @description Which files. One grammar for all: a list is written `a,b` or by naming the parameter again, and any of its values will do; a range is `low..high`,
         *     `low..` or `..high`, ends included; several parameters must all be met.
         */
        FileFilterQuery: {
            /** @description These ids; list. */
            id?: string[];
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
            data_type?: string[];
            /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
            obstype?: string[];
            /** @description bias, flat, arc, spectrum, image or other; list. */
            kind?: string[];
            /** @description Exactly this object; named again for another one. */
            object?: string[];
            /** @description First filter wheel; list. */
            filter?: string[];
            /** @description Second filter wheel; list. */
            filter_2?: string[];
            /** @description List. */
            grating?: string[];
            /** @description `400_M2`, …; list. */
            wavmode?: string[];
            /** @description List. */
            slit?: string[];
            /** @description Region that was read out, with its binning; list. */
            roi?: string[];
            /** @description Spectroscopy, Imaging or Unknown; list. */
            technique?: string[];
            /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
            state?: string[];
            /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
            night?: string[];
            /** @description `2026B`: from August to January, A from February to July; list. */
            semester?: string[];
            /** @description SOAR id; list. */
            proposal_id?: string[];
            /** @description Exactly this name; named again for another one. */
            file_name?: string[];
            /** @description SHA-256; list. */
            checksum?: string[];
            /** @description Everything made from this raw frame; list. */
            original_file_id?: string[];
            /** @description Everything made of this file; list. */
            parent_file_id?: string[];
            /** @description 1 is the strongest source; number or range. */
            target?: string;
            /** @description Number or range. */
            version?: string;
            /** @description electron/adu; number or range. */
            gain?: string;
            /** @description Electron; number or range. */
            rdnoise?: string;
            /** @description Camera angle that was asked for, degree; number or range. */
            cam_targ?: string;
            /** @description Grating angle that was asked for, degree; number or range. */
            grt_targ?: string;
            /** @description adu; number or range. */
            saturation_value?: string;
            /** @description Number or range. */
            size_bytes?: string;
            /** @description Number or range. */
            observation_id?: string;
            /** @description Number or range. */
            configuration_id?: string;
            /** @description Number or range. */
            block_id?: string;
            /** @description Number or range. */
            image_id?: string;
            /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
            date?: string;
            /** @description When the platform got or made it, ISO 8601; range. */
            created?: string;
            /** @description When its record changed last, ISO 8601; range. */
            last_modified?: string;
            /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
            quality?: string[];
            /** @description Is it a flat that was normalized? */
            normalized?: boolean;
            /** @description Made with a calibration of lower rank? */
            provisional?: boolean;
            /** @description Is a quality number beyond its bound? */
            flagged?: boolean;
            /** @description Did staff take it out of use? */
            excluded?: boolean;
            /** @description false lists the older versions, not the newest ones. */
            current?: boolean;
            /** @description Leaves out raw bias, flat and lamp frames. */
            hide_raw_calibrations?: boolean;
            /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
            q?: string;
            /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
            ra?: string;
            /** @description Declination of a cone: degree, or `-18:38:32.6`. */
            dec?: string;
            /**
             * Format: double
             * @description Radius of the cone, degree.
             */
            radius?: number;
        };
        CardView: {
            keyword: string;
            value: (string | number | boolean) | null;
            comment: string;
        };
        HeaderView: {
            /** Format: int64 */
            id: number;
            file_name: string;
            /** @description In the order of the file. */
            cards: components["schemas"]["CardView"][];
        };
        /** @description A number that a step measured, and its bounds. */
        QualityView: {
            name: string;
            /** @description Empty for a count or a ratio. */
            unit: string;
            meaning: string;
            /** Format: double */
            at_least: number | null;
            /** Format: double */
            at_most: number | null;
            /** @description Where the bounds come from, or why it has none. */
            source: string;
            /** Format: double */
            value: number | null;
            /** @description Beyond a bound: what to think of it, and what to do. */
            flag: string | null;
        };
        /**
         * @description What may be done with a file, for a page that hides the rest.
         * @enum {string}
         */
        FileAction: "download" | "reduce" | "remove-overrides" | "use-calibration" | "proceed-without" | "force-calibration" | "extract" | "calibrate-wavelength" | "delete" | "exclude" | "include" | "reclassify" | "force-kind" | "build-master";
        /** @description One file with everything that is known of it. */
        FileDetail: {
            /** Format: int64 */
            id: number;
            created: string;
            last_modified: string;
            /** @description File name of the raw frame everything here was made from. */
            original_file: string;
            /** Format: int64 */
            original_file_id: number;
            /** @description File name of what this one was made from; a raw frame is its own parent. */
            parent_file: string;
            /** Format: int64 */
            parent_file_id: number;
            file_name: string;
            /** @description Where an archive of the night would put it; not a path of the server. */
            directory_name: string;
            full_path: string;
            obstype: string;
            object: string;
            filter: string;
            filter_2: string;
            grating: string;
            slit: string;
            cam_targ: string | null;
            grt_targ: string | null;
            obsra: string;
            obsdec: string;
            gain: string | null;
            rdnoise: string | null;
            roi: string;
            wavmode: string;
            proposal_id: string;
            /** Format: double */
            observation_id: number | null;
            /** Format: double */
            configuration_id: number | null;
            /** Format: double */
            block_id: number | null;
            /** Format: double */
            image_id: number | null;
            date: string | null;
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
            data_type: string;
            normalized: boolean;
            technique: string;
            /**
             * Format: double
             * @description Counts at or above this are saturated, adu.
             */
            saturation_value: number | null;
            /** @description bias, flat, arc, spectrum, image or other. */
            kind: string;
            /** @description Evening date of the observing night, YYYYMMDD. */
            night: string | null;
            /**
             * Format: double
             * @description Which source along the slit, 1 is the strongest; null when the file is not about one.
             */
            target: number | null;
            /** @description Is it the newest version? */
            current: boolean;
            /** @description Made with a calibration of lower rank, until a better one lands. */
            provisional: boolean;
            /** Format: int64 */
            version: number;
            /** @description SHA-256: of the bytes of a raw file, of the data alone of a product. */
            checksum: string;
            /** Format: int64 */
            size_bytes: number;
            /** @description A sentence for each quality number beyond its bound; empty is normal. */
            flags: string[];
            /** @description Why staff took it out of use; null when it is in use. */
            excluded: string | null;
            /** @description Where the reduction of a raw frame stands; null for one that never ran, and for everything else. */
            state: components["schemas"]["ReductionState"] | null;
            /**
             * Format: double
             * @description Where the telescope was sent, degree.
             */
            ra_degree: number | null;
            /**
             * Format: double
             * @description Degree.
             */
            dec_degree: number | null;
            /** @description Numbers measured while it was made, by name. */
            quality: {
                [key: string]: number | null;
            };
            /** @description The same numbers with what is to be thought of them. */
            qualities: components["schemas"]["QualityView"][];
            /** @description What was odd in the header and how it was understood. */
            warnings: string[];
            /** @description A sentence for each step that is newer now than when this file, or anything it was made from, was made. */
            notices: string[];
            /** @description Every current file made from the same raw frame, the most advanced first. */
            family: components["schemas"]["FileView"][];
            /** @description The runs that reduced its raw frame, the newest first. */
            reductions: components["schemas"]["ReductionView"][];
            /** @description What the caller may do with it now. */
            actions: components["schemas"]["FileAction"][];
            /** @description Where the calibrations it was made with are explained; null for a raw file. */
            decisions: string | null;
        };
        /** @description All that it names must hold. */
        ZipFilter: {
            /** @description Evening date of the observing night, YYYYMMDD. */
            night?: string;
            proposal_id?: string;
            object?: string;
            /**
             * Format: int64
             * @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated.
             */
            data_type?: number;
        };
        ZipRequest: {
            /** @description Numbers of files; either these or a filter. */
            ids?: number[];
            /** @description Current files that it fits. */
            filter?: components["schemas"]["ZipFilter"];
        };
        ZipQuery: {
            /** @description These ids; list. */
            id?: string[];
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
            data_type?: string[];
            /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
            obstype?: string[];
            /** @description bias, flat, arc, spectrum, image or other; list. */
            kind?: string[];
            /** @description Exactly this object; named again for another one. */
            object?: string[];
            /** @description First filter wheel; list. */
            filter?: string[];
            /** @description Second filter wheel; list. */
            filter_2?: string[];
            /** @description List. */
            grating?: string[];
            /** @description `400_M2`, …; list. */
            wavmode?: string[];
            /** @description List. */
            slit?: string[];
            /** @description Region that was read out, with its binning; list. */
            roi?: string[];
            /** @description Spectroscopy, Imaging or Unknown; list. */
            technique?: string[];
            /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
            state?: string[];
            /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
            night?: string[];
            /** @description `2026B`: from August to January, A from February to July; list. */
            semester?: string[];
            /** @description SOAR id; list. */
            proposal_id?: string[];
            /** @description Exactly this name; named again for another one. */
            file_name?: string[];
            /** @description SHA-256; list. */
            checksum?: string[];
            /** @description Everything made from this raw frame; list. */
            original_file_id?: string[];
            /** @description Everything made of this file; list. */
            parent_file_id?: string[];
            /** @description 1 is the strongest source; number or range. */
            target?: string;
            /** @description Number or range. */
            version?: string;
            /** @description electron/adu; number or range. */
            gain?: string;
            /** @description Electron; number or range. */
            rdnoise?: string;
            /** @description Camera angle that was asked for, degree; number or range. */
            cam_targ?: string;
            /** @description Grating angle that was asked for, degree; number or range. */
            grt_targ?: string;
            /** @description adu; number or range. */
            saturation_value?: string;
            /** @description Number or range. */
            size_bytes?: string;
            /** @description Number or range. */
            observation_id?: string;
            /** @description Number or range. */
            configuration_id?: string;
            /** @description Number or range. */
            block_id?: string;
            /** @description Number or range. */
            image_id?: string;
            /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
            date?: string;
            /** @description When the platform got or made it, ISO 8601; range. */
            created?: string;
            /** @description When its record changed last, ISO 8601; range. */
            last_modified?: string;
            /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
            quality?: string[];
            /** @description Is it a flat that was normalized? */
            normalized?: boolean;
            /** @description Made with a calibration of lower rank? */
            provisional?: boolean;
            /** @description Is a quality number beyond its bound? */
            flagged?: boolean;
            /** @description Did staff take it out of use? */
            excluded?: boolean;
            /** @description false lists the older versions, not the newest ones. */
            current?: boolean;
            /** @description Leaves out raw bias, flat and lamp frames. */
            hide_raw_calibrations?: boolean;
            /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
            q?: string;
            /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
            ra?: string;
            /** @description Declination of a cone: degree, or `-18:38:32.6`. */
            dec?: string;
            /**
             * Format: double
             * @description Radius of the cone, degree.
             */
            radius?: number;
            /** @description Numbers of files, with commas between; instead of filters. */
            ids?: string;
        };
        SpectrumLine: {
            /**
             * Format: double
             * @description Counted from 0.
             */
            pixel: number;
            /**
             * Format: double
             * @description In air, Å.
             */
            wavelength: number;
            /**
             * Format: double
             * @description Measured minus solution, pixel.
             */
            residual: number;
            /** @description Element and ionization. */
            element: string;
            /** @description Did it take part in the fit? */
            used: boolean;
        };
        FileSpectrum: {
            /** Format: int64 */
            id: number;
            file_name: string;
            title: string[];
            /** @description wavelength, or pixel before one is known. */
            axis: string;
            /** @description Angstrom or pix. */
            axis_unit: string;
            /** @description Of flux, uncertainty and sky. */
            unit: string;
            /**
             * Format: int64
             * @description 1 is the strongest source on the slit.
             */
            target: number;
            /** Format: double */
            snr: number | null;
            /** @description optimal or fractional. */
            extraction: string;
            /** @description Lamp lines of the solution. */
            lines: components["schemas"]["SpectrumLine"][];
            /** @description One value for each native pixel, null for "no answer": wavelength or pixel, flux, uncertainty, sky, mask, wavelength_error. */
            arrays: {
                [key: string]: (number | null)[];
            };
        };
        MovedFile: {
            /** Format: int64 */
            id: number;
            created: string;
            last_modified: string;
            /** @description File name of the raw frame everything here was made from. */
            original_file: string;
            /** Format: int64 */
            original_file_id: number;
            /** @description File name of what this one was made from; a raw frame is its own parent. */
            parent_file: string;
            /** Format: int64 */
            parent_file_id: number;
            file_name: string;
            /** @description Where an archive of the night would put it; not a path of the server. */
            directory_name: string;
            full_path: string;
            obstype: string;
            object: string;
            filter: string;
            filter_2: string;
            grating: string;
            slit: string;
            cam_targ: string | null;
            grt_targ: string | null;
            obsra: string;
            obsdec: string;
            gain: string | null;
            rdnoise: string | null;
            roi: string;
            wavmode: string;
            proposal_id: string;
            /** Format: double */
            observation_id: number | null;
            /** Format: double */
            configuration_id: number | null;
            /** Format: double */
            block_id: number | null;
            /** Format: double */
            image_id: number | null;
            date: string | null;
            /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
            data_type: string;
            normalized: boolean;
            technique: string;
            /**
             * Format: double
             * @description Counts at or above this are saturated, adu.
             */
            saturation_value: number | null;
            /** @description bias, flat, arc, spectrum, image or other. */
            kind: string;
            /** @description Evening date of the observing night, YYYYMMDD. */
            night: string | null;
            /**
             * Format: double
             * @description Which source along the slit, 1 is the strongest; null when the file is not about one.
             */
            target: number | null;
            /** @description Is it the newest version? */
            current: boolean;
            /** @description Made with a calibration of lower rank, until a better one lands. */
            provisional: boolean;
            /** Format: int64 */
            version: number;
            /** @description SHA-256: of the bytes of a raw file, of the data alone of a product. */
            checksum: string;
            /** Format: int64 */
            size_bytes: number;
            /** @description A sentence for each quality number beyond its bound; empty is normal. */
            flags: string[];
            /** @description Why staff took it out of use; null when it is in use. */
            excluded: string | null;
            /** @description Where the reduction of a raw frame stands; null for one that never ran, and for everything else. */
            state: components["schemas"]["ReductionState"] | null;
            /**
             * Format: double
             * @description Where the telescope was sent, degree.
             */
            ra_degree: number | null;
            /**
             * Format: double
             * @description Degree.
             */
            dec_degree: number | null;
            /**
             * Format: int64
             * @description The frame and everything that was made from it.
             */
            files_moved: number;
        };
        FileChange: {
            /** @description SOAR id of the proposal that the frame belongs to; the header stays as it is. */
            proposal_id: string;
        };
        /** @enum {string} */
        Plane: "flux" | "variance" | "mask";
        ImageScale: {
            /** Format: int64 */
            level: number;
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /**
             * Format: int64
             * @description Tiles across.
             */
            columns: number;
            /**
             * Format: int64
             * @description Tiles upwards.
             */
            rows: number;
        };
        /** @description From and to, in the unit of the image; null where no pixel is to be used. */
        LimitsOfImage: {
            /** @description 2 to 98.5 percent of the pixels. */
            robust: number[] | null;
            /** @description As IRAF and DS9 choose them. */
            zscale: number[] | null;
            /** @description Smallest and largest value. */
            all: number[] | null;
        };
        /** @description A frame as a viewer has to know it. */
        FileImage: {
            /** Format: int64 */
            id: number;
            file_name: string;
            /** @description Lines for above it. */
            title: string[];
            /**
             * Format: int64
             * @description Pixels along the dispersion axis.
             */
            width: number;
            /**
             * Format: int64
             * @description Pixels along the slit.
             */
            height: number;
            /** @description Unbinned detector column and row of the lower left edge, counted from 0; null where the header does not tell. */
            origin: {
                /** Format: double */
                row: number;
                /** Format: double */
                column: number;
            } | null;
            /** @description Detector pixels to a pixel. */
            binning: {
                /** Format: double */
                y: number;
                /** Format: double */
                x: number;
            } | null;
            /** @description adu or electron. */
            unit: string;
            /** @description Which planes there are. */
            planes: components["schemas"]["Plane"][];
            /**
             * Format: int64
             * @description Pixels on a side of a tile.
             */
            tile_size: number;
            levels: components["schemas"]["ImageScale"][];
            limits: components["schemas"]["LimitsOfImage"];
            /**
             * Format: double
             * @description Counts at or above this are saturated, adu; null where unknown.
             */
            saturation_value: number | null;
            /** @description Bits of the mask, by name. */
            masked: {
                [key: string]: number;
            };
        };
        /** @description A link as those who may give the file on see it; never its address. */
        LinkView: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            file_id: number;
            note: string;
            /** @description Username of who made it. */
            made_by: string;
            created: string;
            until: string;
            /** @description When the file was last fetched with it; null: never. */
            last_used: string | null;
            /**
             * Format: int64
             * @description How often the file was fetched with it.
             */
            downloads: number;
        };
        NewLink: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            file_id: number;
            note: string;
            /** @description Username of who made it. */
            made_by: string;
            created: string;
            until: string;
            /** @description When the file was last fetched with it; null: never. */
            last_used: string | null;
            /**
             * Format: int64
             * @description How often the file was fetched with it.
             */
            downloads: number;
            /** @description What to send on: shown this once, only its hash is kept. Whoever has it needs no account. */
            url: string;
        };
        LinkRequest: {
            /** @description When it ends: a day, YYYY-MM-DD, to its end in UTC, or a moment with its zone; at most a year from now. */
            until: string;
            /** @description For whom or what for; whoever holds the link reads it too. */
            note?: string;
        };
        SlitTarget: {
            /**
             * Format: int64
             * @description The file of its spectrum.
             */
            file_id: number;
            /**
             * Format: int64
             * @description 1 is the strongest source.
             */
            target: number;
            /** Format: double */
            snr: number | null;
            /** @description optimal or fractional. */
            extraction: string;
            /** @description First and last row at column 0 of the frame. */
            aperture: number[];
            /** @description The same of each sky zone. */
            sky_zones: number[][];
            /** @description Row of the trace at every column, counted from 0; null where unknown. */
            trace_rows: (number | null)[];
            /** @description Width along the slit (FWHM) at every column, pixel. */
            trace_fwhms: (number | null)[];
            /** Format: double */
            trace_rms_pixel: number | null;
        };
        FileSlit: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The frame that rows and columns are of.
             */
            frame_id: number;
            /** @description Of the profile. */
            unit: string;
            /** @description Mean of each row over the pixels to be used, row 0 first; null where there is none. */
            profile: (number | null)[];
            targets: components["schemas"]["SlitTarget"][];
        };
        ExclusionRequest: {
            /** @description Why it is bad, for everybody who finds it missing. */
            reason: string;
        };
        ListenQuery: {
            /** @description SOAR id; list. A calibration that serves everybody is of no proposal: it is left out. */
            proposal_id?: string[];
            /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
            night?: string[];
            /** @description file, reduction, master or comment; list. */
            kind?: string[];
            /** @description As the header `Last-Event-ID`, for who cannot send one. */
            last_event_id?: string;
        };
        EmailAnswer: {
            /** @description User names of those who get it. */
            recipients: string[];
        };
        EmailRequest: {
            /** @description Number or SOAR id of the proposal whose people are written to. */
            proposal: string;
            subject: string;
            /** @description Plain text. */
            message: string;
        };
        DeletedView: {
            /** Format: int64 */
            id: number;
            file_name: string;
            /**
             * Format: int64
             * @description Products of the same frame that were made from it: they stay.
             */
            made_from_it: number;
            /** @description Where it can be brought back by POST. */
            restore: string;
        };
        DeleteAnswer: {
            results: components["schemas"]["DeletedView"][];
        };
        DeleteRequest: {
            /** @description One file. */
            file_id?: number | string;
            /** @description Or several, up to 500. */
            file_ids?: (number | string)[];
            /** @description For the audit. */
            reason?: string;
        };
        CommentRequest: {
            /** @description Plain text; */
            text: string;
            /**
             * Format: int64
             * @description The comment it answers, of the same file; an answer to an answer joins its thread.
             */
            parent_id?: number;
            /** @description The place it speaks of; without one, the whole file. */
            anchor?: components["schemas"]["WavelengthAnchor"] | components["schemas"]["BoxAnchor"];
        };
        CommentChange: {
            text: string;
        };
        NewCollaborator: {
            /** @description Somebody without an account gets one, and a mail with a link to set a password. */
            email: string;
        };
        /** @description What the manual sends. */
        CollaboratorAction: {
            /** @description Somebody without an account gets one, and a mail with a link to set a password. */
            email: string;
            /** @enum {string} */
            action?: "add" | "remove";
        };
        MasterView: {
            /** @enum {string} */
            purpose: "bias" | "flat";
            night: string;
            /** @description What its frames have in common. */
            configuration: string;
            /** @description The proposal whose frames it is made of and which it serves alone; null when it serves everybody. */
            proposal_id: string | null;
            /**
             * Format: int64
             * @description Frames that are there.
             */
            frames: number;
            /**
             * Format: int64
             * @description Frames that the settings ask for.
             */
            usual_minimum: number;
            /** @description What was decided about fewer; null when nothing was. */
            decision: components["schemas"]["ManualChoiceView"] | null;
            workflow_id: string;
        };
        BuildMastersAnswer: {
            results: components["schemas"]["MasterView"][];
        };
        BuildMastersRequest: {
            /** @description One file. */
            file_id?: number | string;
            /** @description Or several, up to 500. */
            file_ids?: (number | string)[];
            /** @description Every group of bias frames and flats of this night that the caller sees; evening date, YYYYMMDD. */
            night?: string;
            /**
             * @description Only masters of this kind.
             * @enum {string}
             */
            purpose?: "bias" | "flat";
            /**
             * Format: int64
             * @description Build it of so few frames, although the settings ask for more; what is made of fewer is flagged. For a master that serves everybody only staff may.
             */
            minimum?: number;
            /** @description Why; needed with `minimum`. */
            reason?: string;
        };
        /** @enum {string} */
        PurposeName: "bias" | "flat" | "arc";
        UseCalibrationRequest: {
            purpose: components["schemas"]["PurposeName"];
            /** @description The calibration: a master, or a lamp (its raw frame or its 2-D product). */
            file_id?: number | string;
            /** @description Or the `handle` of a candidate from `/decisions/`, for one whose file is not the caller's to see. */
            candidate?: string;
            /** @description Why; needed when `force` is. */
            reason?: string;
            /** @description Staff only: use it although it fails a question that the platform asks. What is made with it is flagged. */
            force?: boolean;
        };
        ProceedWithoutRequest: {
            purpose: components["schemas"]["PurposeName"];
            reason?: string;
        };
        AccountChange: {
            first_name?: string;
            last_name?: string;
            /** @description Where mails go. Needs `current_password`: who has this can have a link for a new password sent. */
            email?: string;
            /** @description A name of GET /api/partners/. */
            partner?: components["schemas"]["Partner"];
            /** @description Visual options, laid over those that are kept: color map, theme and so on, at most 50. */
            preferences?: {
                [key: string]: string | number | boolean;
            };
            current_password?: string;
        };
        PasswordChange: {
            current_password: string;
            new_password: string;
            /** @description Ends every token of the account as well. */
            revoke_tokens?: boolean;
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
    api_webhooks_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_webhooks_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook, and its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_webhooks_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing more is sent */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_webhooks_deliveries_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeliveryView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_versions_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionsView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The two are no versions of one product */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_versions_difference_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The later version. */
                id: string;
                /** @description The version that it is compared with. */
                other: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The two are no versions of one product */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                /** @description In user name, names or e-mail address, in whatever case. */
                q?: string;
                is_staff?: boolean;
                is_active?: boolean;
                is_service?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such account or page, or it is not yours to see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such account or page, or it is not yours to see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The user name or e-mail address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such account or page, or it is not yours to see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such account or page, or it is not yours to see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The user name or e-mail address is taken, or nobody would be superuser */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_list: {
        parameters: {
            query?: {
                /** @description These ids; list. */
                id?: string[];
                /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
                data_type?: string[];
                /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
                obstype?: string[];
                /** @description bias, flat, arc, spectrum, image or other; list. */
                kind?: string[];
                /** @description Exactly this object; named again for another one. */
                object?: string[];
                /** @description First filter wheel; list. */
                filter?: string[];
                /** @description Second filter wheel; list. */
                filter_2?: string[];
                /** @description List. */
                grating?: string[];
                /** @description `400_M2`, …; list. */
                wavmode?: string[];
                /** @description List. */
                slit?: string[];
                /** @description Region that was read out, with its binning; list. */
                roi?: string[];
                /** @description Spectroscopy, Imaging or Unknown; list. */
                technique?: string[];
                /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
                state?: string[];
                /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
                night?: string[];
                /** @description `2026B`: from August to January, A from February to July; list. */
                semester?: string[];
                /** @description SOAR id; list. */
                proposal_id?: string[];
                /** @description Exactly this name; named again for another one. */
                file_name?: string[];
                /** @description SHA-256; list. */
                checksum?: string[];
                /** @description Everything made from this raw frame; list. */
                original_file_id?: string[];
                /** @description Everything made of this file; list. */
                parent_file_id?: string[];
                /** @description 1 is the strongest source; number or range. */
                target?: string;
                /** @description Number or range. */
                version?: string;
                /** @description electron/adu; number or range. */
                gain?: string;
                /** @description Electron; number or range. */
                rdnoise?: string;
                /** @description Camera angle that was asked for, degree; number or range. */
                cam_targ?: string;
                /** @description Grating angle that was asked for, degree; number or range. */
                grt_targ?: string;
                /** @description adu; number or range. */
                saturation_value?: string;
                /** @description Number or range. */
                size_bytes?: string;
                /** @description Number or range. */
                observation_id?: string;
                /** @description Number or range. */
                configuration_id?: string;
                /** @description Number or range. */
                block_id?: string;
                /** @description Number or range. */
                image_id?: string;
                /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
                date?: string;
                /** @description When the platform got or made it, ISO 8601; range. */
                created?: string;
                /** @description When its record changed last, ISO 8601; range. */
                last_modified?: string;
                /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
                quality?: string[];
                /** @description Is it a flat that was normalized? */
                normalized?: boolean;
                /** @description Made with a calibration of lower rank? */
                provisional?: boolean;
                /** @description Is a quality number beyond its bound? */
                flagged?: boolean;
                /** @description Did staff take it out of use? */
                excluded?: boolean;
                /** @description false lists the older versions, not the newest ones. */
                current?: boolean;
                /** @description Leaves out raw bias, flat and lamp frames. */
                hide_raw_calibrations?: boolean;
                /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
                q?: string;
                /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
                ra?: string;
                /** @description Declination of a cone: degree, or `-18:38:32.6`. */
                dec?: string;
                /** @description Radius of the cone, degree. */
                radius?: number;
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                /** @description `next_cursor` of the page before, instead of `page`: nothing is listed twice or left out while files come in. */
                cursor?: string;
                /** @description Only these fields of each file; list. */
                fields?: string[];
                /**
                 * @description Columns, the first counts most, with - before for the other direction: `night,-file_name`; `-id`, the newest first, when not given. Files that agree are in the order of
                 *     their ids, so that pages never overlap. Known: id, last_modified, night, date, object, file_name, obstype, filter, filter_2, grating, slit, roi, wavmode, technique, proposal_id, state, data_type,
                 *     size_bytes. List.
                 */
                sort?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilePage"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_create: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description name.fits, .fit or .fts; packed as .fz, .gz, .bz2 or .Z too
                     */
                    file: string;
                };
                "application/fits": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The record of the file that was here already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description The record of the new file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The caller may see it, but not delete it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It is a raw frame or a master, or others were made with it: the sentence says what to do instead */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_tokens_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TokenView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such page */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_tokens_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There are too many tokens */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_tokens_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such token, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_steps_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_settings_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A token was sent, and it is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Something behind it does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    api_live_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        alive: boolean;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_ready_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It cannot take a frame at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
        };
    };
    api_files_spectrum_extract_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtractRequest"];
            };
        };
        responses: {
            /** @description The apertures in force; the frame is extracted again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtractAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It cannot be done with this frame: the sentence says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An aperture that this frame cannot have, or a header that makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_spectrum_calibrate_wavelength_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalibrateWavelengthRequest"];
            };
        };
        responses: {
            /** @description What was decided; the frame is calibrated again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrateWavelengthAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It cannot be done with this frame: the sentence says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An aperture that this frame cannot have, or a header that makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_spectrum_calibrate_flux_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalibrateFluxRequest"];
            };
        };
        responses: {
            /** @description No content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It cannot be done with this frame: the sentence says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An aperture that this frame cannot have, or a header that makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_session_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not signed in, or user name and password do not belong together */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many wrong passwords or requests; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_session_create: {
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
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not signed in, or user name and password do not belong together */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many wrong passwords or requests; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_session_delete: {
        parameters: {
            query?: {
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not signed in, or user name and password do not belong together */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A token is in use, not a session */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many wrong passwords or requests; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_semesters_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SemesterView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_partners_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_family_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FamilyView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_lineage_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_reductions_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                state?: components["schemas"]["ReductionState"];
                /** @description Evening date of the observing night, YYYYMMDD. */
                night?: string;
                proposal_id?: string;
                /** @description Of the failure, a key of the failure table: `too-few-arc-lines`. */
                code?: string;
                /** @description The step that runs, or ran last. */
                step?: string;
                /** @description Set-up of the frame: `400_M2`. */
                wavmode?: string;
                /** @description Runs on this raw frame. */
                file_id?: number;
                /** @description true lists every run, not only the latest of each frame. */
                all_attempts?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReductionView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_reductions_summary_list: {
        parameters: {
            query?: {
                /** @description Evening date of the observing night, YYYYMMDD, or a range, `20260801..20260831`. */
                night?: string;
                /** @description SOAR id. */
                proposal_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReductionSummary"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_reductions_failures_list: {
        parameters: {
            query?: {
                night?: string;
                proposal_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_reductions_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReductionDetail"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_decisions_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionsView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_reduce_create: {
        parameters: {
            query?: {
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReduceRequest"];
            };
        };
        responses: {
            /** @description What would happen, with dry_run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReduceAnswer"];
                };
            };
            /** @description The workflows that were told */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReduceAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_overrides_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow that was told */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReduceAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_reclassify_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReclassifyRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReclassifyAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_qualities_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityNumberView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_qualities_trend_list: {
        parameters: {
            query: {
                /** @description Of a quality number, as `/api/qualities/` lists them. */
                name: string;
                /** @description YYYYMMDD; list or range, `20260801..20260831`. The last 90 nights with files when not given. */
                night?: string[];
                /** @description SOAR id; list. */
                proposal_id?: string[];
                /** @description bias, flat, arc, spectrum, image or other; list. */
                kind?: string[];
                /** @description 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
                data_type?: string[];
                /** @description List. */
                wavmode?: string[];
                /** @description List. */
                grating?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityTrend"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                semester?: string;
                soar_id?: string;
                /** @description In SOAR id, title or name of the PI, in whatever case. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProposalView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or page, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProposal"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or page, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A proposal of this SOAR id is registered already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or page, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalChange"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedProposal"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or page, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Another proposal is registered under this SOAR id, or has a frame of the same name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_settings_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalSettings"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_settings_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSettings"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_settings_reach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsReach"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_settings_history_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsHistory"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_settings_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSettings"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_import_create: {
        parameters: {
            query?: {
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The table is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is not CSV */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Lines are wrong, and nothing was changed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_password_reset_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description If the address belongs to an account, a mail is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many links were asked for; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_password_reset_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key of the link: what stands behind the # of its address. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description The password is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link was used, or its time is over */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The password is not safe enough; the link goes on */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many links were asked for; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_notifications_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                /** @description true leaves out what you have read. */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NotificationView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_notifications_read_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_nights_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                /** @description YYYYMMDD; list or range, `20260801..20260831`. */
                night?: string[];
                /** @description `2026B`: from August to January, A from February to July; list. */
                semester?: string[];
                /** @description SOAR id; list. */
                proposal_id?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NightSummary_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_nights_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                night: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NightView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_logs_list: {
        parameters: {
            query?: {
                /** @description Messages of this level only. */
                level?: components["schemas"]["LogLevel"];
                /** @description Evening date of the observing night, YYYYMMDD. */
                night?: string;
                proposal_id?: string;
                /** @description The `id` of a message: those before it. */
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_logs_audit_list: {
        parameters: {
            query?: {
                /** @description Which page, counted from 1. */
                page?: number;
                /** @description Results on a page. */
                page_size?: number;
                username?: string;
                /** @description `file.exclude`, `settings.change`, … */
                action?: string;
                /** @description `file 17`, `proposal 3`, … */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditView_"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_logs_machines_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machines"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_logs_pages_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageFailure"];
            };
        };
        responses: {
            /** @description It is written down */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_links_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key in the address. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedFile"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link opens nothing, or nothing any more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link is used too often, or too many wrong ones came from your address; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_links_download_read: {
        parameters: {
            query?: {
                /** @description fits is the file as it is; the others are for spectra. */
                format?: components["schemas"]["DownloadFormat"];
            };
            header?: never;
            path: {
                /** @description The key in the address. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/fits": string;
                    "text/csv": string;
                    "application/x-votable+xml": string;
                };
            };
            /** @description The part that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link opens nothing, or nothing any more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Nothing of the part that was asked for is there */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link is used too often, or too many wrong ones came from your address; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_links_visualize_read: {
        parameters: {
            query?: {
                /** @description What is wanted. */
                format?: "png" | "svg";
                /** @description Colors of a drawing. */
                theme?: "light" | "dark";
            };
            header?: never;
            path: {
                /** @description The key in the address. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link opens nothing, or nothing any more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The link is used too often, or too many wrong ones came from your address; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_facets_list: {
        parameters: {
            query?: {
                /** @description These ids; list. */
                id?: string[];
                /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
                data_type?: string[];
                /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
                obstype?: string[];
                /** @description bias, flat, arc, spectrum, image or other; list. */
                kind?: string[];
                /** @description Exactly this object; named again for another one. */
                object?: string[];
                /** @description First filter wheel; list. */
                filter?: string[];
                /** @description Second filter wheel; list. */
                filter_2?: string[];
                /** @description List. */
                grating?: string[];
                /** @description `400_M2`, …; list. */
                wavmode?: string[];
                /** @description List. */
                slit?: string[];
                /** @description Region that was read out, with its binning; list. */
                roi?: string[];
                /** @description Spectroscopy, Imaging or Unknown; list. */
                technique?: string[];
                /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
                state?: string[];
                /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
                night?: string[];
                /** @description `2026B`: from August to January, A from February to July; list. */
                semester?: string[];
                /** @description SOAR id; list. */
                proposal_id?: string[];
                /** @description Exactly this name; named again for another one. */
                file_name?: string[];
                /** @description SHA-256; list. */
                checksum?: string[];
                /** @description Everything made from this raw frame; list. */
                original_file_id?: string[];
                /** @description Everything made of this file; list. */
                parent_file_id?: string[];
                /** @description 1 is the strongest source; number or range. */
                target?: string;
                /** @description Number or range. */
                version?: string;
                /** @description electron/adu; number or range. */
                gain?: string;
                /** @description Electron; number or range. */
                rdnoise?: string;
                /** @description Camera angle that was asked for, degree; number or range. */
                cam_targ?: string;
                /** @description Grating angle that was asked for, degree; number or range. */
                grt_targ?: string;
                /** @description adu; number or range. */
                saturation_value?: string;
                /** @description Number or range. */
                size_bytes?: string;
                /** @description Number or range. */
                observation_id?: string;
                /** @description Number or range. */
                configuration_id?: string;
                /** @description Number or range. */
                block_id?: string;
                /** @description Number or range. */
                image_id?: string;
                /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
                date?: string;
                /** @description When the platform got or made it, ISO 8601; range. */
                created?: string;
                /** @description When its record changed last, ISO 8601; range. */
                last_modified?: string;
                /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
                quality?: string[];
                /** @description Is it a flat that was normalized? */
                normalized?: boolean;
                /** @description Made with a calibration of lower rank? */
                provisional?: boolean;
                /** @description Is a quality number beyond its bound? */
                flagged?: boolean;
                /** @description Did staff take it out of use? */
                excluded?: boolean;
                /** @description false lists the older versions, not the newest ones. */
                current?: boolean;
                /** @description Leaves out raw bias, flat and lamp frames. */
                hide_raw_calibrations?: boolean;
                /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
                q?: string;
                /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
                ra?: string;
                /** @description Declination of a cone: degree, or `-18:38:32.6`. */
                dec?: string;
                /** @description Radius of the cone, degree. */
                radius?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_header_list: {
        parameters: {
            query: {
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeaderView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileDetail"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileChange"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedFile"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It is a master, or the other proposal has a frame of that name and night */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_zip_read: {
        parameters: {
            query?: {
                /** @description These ids; list. */
                id?: string[];
                /** @description 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
                data_type?: string[];
                /** @description BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
                obstype?: string[];
                /** @description bias, flat, arc, spectrum, image or other; list. */
                kind?: string[];
                /** @description Exactly this object; named again for another one. */
                object?: string[];
                /** @description First filter wheel; list. */
                filter?: string[];
                /** @description Second filter wheel; list. */
                filter_2?: string[];
                /** @description List. */
                grating?: string[];
                /** @description `400_M2`, …; list. */
                wavmode?: string[];
                /** @description List. */
                slit?: string[];
                /** @description Region that was read out, with its binning; list. */
                roi?: string[];
                /** @description Spectroscopy, Imaging or Unknown; list. */
                technique?: string[];
                /** @description Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none. */
                state?: string[];
                /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
                night?: string[];
                /** @description `2026B`: from August to January, A from February to July; list. */
                semester?: string[];
                /** @description SOAR id; list. */
                proposal_id?: string[];
                /** @description Exactly this name; named again for another one. */
                file_name?: string[];
                /** @description SHA-256; list. */
                checksum?: string[];
                /** @description Everything made from this raw frame; list. */
                original_file_id?: string[];
                /** @description Everything made of this file; list. */
                parent_file_id?: string[];
                /** @description 1 is the strongest source; number or range. */
                target?: string;
                /** @description Number or range. */
                version?: string;
                /** @description electron/adu; number or range. */
                gain?: string;
                /** @description Electron; number or range. */
                rdnoise?: string;
                /** @description Camera angle that was asked for, degree; number or range. */
                cam_targ?: string;
                /** @description Grating angle that was asked for, degree; number or range. */
                grt_targ?: string;
                /** @description adu; number or range. */
                saturation_value?: string;
                /** @description Number or range. */
                size_bytes?: string;
                /** @description Number or range. */
                observation_id?: string;
                /** @description Number or range. */
                configuration_id?: string;
                /** @description Number or range. */
                block_id?: string;
                /** @description Number or range. */
                image_id?: string;
                /** @description Calendar date of the exposure, YYYY-MM-DD; day or range. */
                date?: string;
                /** @description When the platform got or made it, ISO 8601; range. */
                created?: string;
                /** @description When its record changed last, ISO 8601; range. */
                last_modified?: string;
                /** @description A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
                quality?: string[];
                /** @description Is it a flat that was normalized? */
                normalized?: boolean;
                /** @description Made with a calibration of lower rank? */
                provisional?: boolean;
                /** @description Is a quality number beyond its bound? */
                flagged?: boolean;
                /** @description Did staff take it out of use? */
                excluded?: boolean;
                /** @description false lists the older versions, not the newest ones. */
                current?: boolean;
                /** @description Leaves out raw bias, flat and lamp frames. */
                hide_raw_calibrations?: boolean;
                /** @description Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
                q?: string;
                /** @description Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
                ra?: string;
                /** @description Declination of a cone: degree, or `-18:38:32.6`. */
                dec?: string;
                /** @description Radius of the cone, degree. */
                radius?: number;
                /** @description Numbers of files, with commas between; instead of filters. */
                ids?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Nothing, too much, or not understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description One of the files is not there, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description More than one zip holds */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_zip_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZipRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Nothing, too much, or not understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description One of the files is not there, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description More than one zip holds */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_spectrum_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of an extracted or calibrated file. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSpectrum"];
                    "application/octet-stream": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The file holds no spectrum */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer, or too much is under way */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_visualize_list: {
        parameters: {
            query: {
                /** @description Number of the file. */
                file_id: number;
                /** @description What is wanted. */
                format?: "png" | "svg" | "json";
                /** @description Of a frame. */
                color_map?: "gray" | "viridis" | "inferno";
                /** @description Bright is dark. */
                inverse?: boolean;
                /** @description Saturated pixels of a frame in red. */
                saturated?: boolean;
                /** @description Object and proposal above a drawing. */
                title?: boolean;
                /** @description Colors of a drawing. */
                theme?: "light" | "dark";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileImage"] | components["schemas"]["FileSpectrum"];
                    "image/svg+xml": string;
                    "image/png": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such picture of this file */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer, or too much is under way */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_links_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file or link, or it is not yours to give on */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_links_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewLink"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file or link, or it is not yours to give on */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There are too many links to this file */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_links_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
                /** @description Number of the link. */
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file or link, or it is not yours to give on */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_image_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileImage"];
                };
            };
            /** @description The file holds no image */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer, or too much is under way */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_image_tiles_read: {
        parameters: {
            query?: {
                /** @description What of the pixels; variance begins with the reduced frame. */
                plane?: components["schemas"]["Plane"];
            };
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
                /** @description Scale: 0 is one pixel a pixel, each further one half of it. */
                level: number;
                /** @description Counted from 0 at the left, in tiles. */
                column: number;
                /** @description Counted from 0 at the bottom, in tiles. */
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The file holds no image */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer, or too much is under way */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_slit_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of a frame or of a spectrum. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSlit"];
                };
            };
            /** @description The file holds no image */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such file, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer, or too much is under way */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_exclusion_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExclusionRequest"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_exclusion_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_events_list: {
        parameters: {
            query?: {
                /** @description SOAR id; list. A calibration that serves everybody is of no proposal: it is left out. */
                proposal_id?: string[];
                /** @description Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
                night?: string[];
                /** @description file, reduction, master or comment; list. */
                kind?: string[];
                /** @description As the header `Last-Event-ID`, for who cannot send one. */
                last_event_id?: string;
            };
            header?: {
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_email_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailRequest"];
            };
        };
        responses: {
            /** @description On their way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not write to all, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Nobody else is there to write to */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many mails or requests; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_download_read: {
        parameters: {
            query?: {
                /** @description fits is the file as it is; the others are for spectra. */
                format?: components["schemas"]["DownloadFormat"];
            };
            header?: never;
            path: {
                /** @description Number of the file. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/fits": string;
                    "text/csv": string;
                    "application/x-votable+xml": string;
                };
            };
            /** @description The part that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such table of this file */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It does not fit into the memory of the platform */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Nothing of the part that was asked for is there */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file; its address is in the answer of the deletion and in the versions of the product. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The caller may see it, but not delete it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It is a raw frame or a master, or others were made with it: the sentence says what to do instead */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_comments_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_comments_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description The comment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_comments_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_comments_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentChange"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed; or a cookie came without the header X-CSRF-Token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"][];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCollaborator"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description That person is the PI, or that account was closed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description That person is the PI, or that account was closed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollaboratorAction"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description That person is the PI, or that account was closed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_proposals_collaborators_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollaboratorAction"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such proposal or collaborator, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or mails; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_calibrations_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BuildMastersRequest"];
            };
        };
        responses: {
            /** @description The masters that look at their frames now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildMastersAnswer"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Only staff decide about a master that serves everybody */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It is no bias frame or flat, or there are fewer frames than asked for */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_use_calibration_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The frame, or any product of it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseCalibrationRequest"];
            };
        };
        responses: {
            /** @description The decision; the frame is reduced again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualChoiceView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Only staff may force a calibration */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An impossible choice: the sentence says what is wrong with it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The header of the frame, or a setting of it, makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_use_calibration_delete: {
        parameters: {
            query: {
                /** @description Of which calibration. */
                purpose: components["schemas"]["PurposeName"];
            };
            header?: never;
            path: {
                /** @description The frame, or any product of it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision that was taken back */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualChoiceView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Only staff may force a calibration */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An impossible choice: the sentence says what is wrong with it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The header of the frame, or a setting of it, makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_proceed_without_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The frame, or any product of it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProceedWithoutRequest"];
            };
        };
        responses: {
            /** @description The decision; the frame is reduced again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualChoiceView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Only staff may force a calibration */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An impossible choice: the sentence says what is wrong with it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This kind of body is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The header of the frame, or a setting of it, makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_files_proceed_without_delete: {
        parameters: {
            query: {
                /** @description Of which calibration. */
                purpose: components["schemas"]["PurposeName"];
            };
            header?: never;
            path: {
                /** @description The frame, or any product of it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision that was taken back */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualChoiceView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Only staff may force a calibration */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An impossible choice: the sentence says what is wrong with it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The header of the frame, or a setting of it, makes no sense */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The token is not meant for this, the header X-CSRF-Token is missing, or the current password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is not JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or wrong passwords; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The token is not meant for this, the header X-CSRF-Token is missing, or the current password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The e-mail address belongs to another account */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is not JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A setting is out of range */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or wrong passwords; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_users_me_password_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The token is not meant for this, the header X-CSRF-Token is missing, or the current password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description No such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It conflicts with what is there */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The body is not JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The new password is not safe enough */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests or wrong passwords; Retry-After tells how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description A mistake of ours */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Storage does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
