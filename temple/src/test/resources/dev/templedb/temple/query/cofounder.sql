-- Core project tracking
CREATE TABLE projects (
  id VARCHAR(255) PRIMARY KEY,
  name VARCHAR(255) NOT NULL,
  description TEXT,
  status VARCHAR(50) DEFAULT 'initializing',
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  metadata JSONB,
  blueprint JSONB
);

-- Generation workflow tracking
CREATE TABLE generation_sequences (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id VARCHAR(255) REFERENCES projects(id),
  sequence_type VARCHAR(100) NOT NULL,
  status VARCHAR(50) DEFAULT 'running',
  started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  completed_at TIMESTAMP,
  error_message TEXT
);

-- Individual node execution tracking
CREATE TABLE generation_nodes (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  sequence_id UUID REFERENCES generation_sequences(id),
  node_name VARCHAR(255) NOT NULL,
  status VARCHAR(50) DEFAULT 'pending',
  started_at TIMESTAMP,
  completed_at TIMESTAMP,
  result JSONB,
  error_message TEXT
);
-- AST analysis cache
CREATE TABLE ast_cache (
  project_path VARCHAR(500) PRIMARY KEY,
  cache_data JSONB NOT NULL,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  last_accessed TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- Project analysis cache  
CREATE TABLE project_cache (
  project_id VARCHAR(255) PRIMARY KEY,
  cache_data JSONB NOT NULL,
  cache_size BIGINT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  last_updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
-- Performance indexes
CREATE INDEX idx_projects_status ON projects(status);
CREATE INDEX idx_projects_created_at ON projects(created_at);
CREATE INDEX idx_generation_nodes_sequence ON generation_nodes(sequence_id);
CREATE INDEX idx_ast_cache_accessed ON ast_cache(last_accessed);
