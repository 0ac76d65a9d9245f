import { parseDialect } from './dialect.ts';

/**
 * The dialect of Amplify's first transformer, which a third of the schemas in the wild are still written in.
 *
 * @see the directives named V1 in @aws-amplify/graphql-directives
 */
export const dialectV1 = parseDialect(
  1,
  /* GraphQL */ `
    directive @model(
      queries: ModelQueryMap
      mutations: ModelMutationMap
      subscriptions: ModelSubscriptionMap
      timestamps: TimestampConfiguration
    ) on OBJECT
    input ModelMutationMap {
      create: String
      update: String
      delete: String
    }
    input ModelQueryMap {
      get: String
      list: String
    }
    input ModelSubscriptionMap {
      onCreate: [String]
      onUpdate: [String]
      onDelete: [String]
      level: ModelSubscriptionLevel
    }
    enum ModelSubscriptionLevel {
      off
      public
      on
    }
    input TimestampConfiguration {
      createdAt: String
      updatedAt: String
    }
    directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION
    input AuthRule {
      allow: AuthStrategy!
      identityField: String
      provider: AuthProvider
      identityClaim: String
      groupClaim: String
      ownerField: String
      groupsField: String
      groups: [String]
      operations: [ModelOperation]
      queries: [ModelQuery]
      mutations: [ModelMutation]
    }
    enum AuthStrategy {
      owner
      groups
      private
      public
    }
    enum AuthProvider {
      apiKey
      iam
      oidc
      userPools
    }
    enum ModelOperation {
      create
      update
      delete
      read
    }
    enum ModelQuery {
      get
      list
    }
    enum ModelMutation {
      create
      update
      delete
    }
    directive @key(name: String, fields: [String!]!, queryField: String) repeatable on OBJECT
    directive @connection(
      name: String
      keyField: String
      sortField: String
      keyName: String
      limit: Int
      fields: [String!]
    ) on FIELD_DEFINITION
    directive @versioned(versionField: String = "version", versionInput: String = "expectedVersion") on OBJECT
    directive @function(name: String!, region: String) repeatable on FIELD_DEFINITION
    directive @http(method: HttpMethod, url: String!, headers: [HttpHeader]) on FIELD_DEFINITION
    enum HttpMethod {
      GET
      POST
      PUT
      DELETE
      PATCH
    }
    input HttpHeader {
      key: String
      value: String
    }
    directive @searchable(queries: SearchableQueryMap) on OBJECT
    input SearchableQueryMap {
      search: String
    }
    directive @predictions(actions: [PredictionsActions!]!) on FIELD_DEFINITION
    enum PredictionsActions {
      identifyText
      identifyLabels
      convertTextToSpeech
      translateText
    }
  `,
);
